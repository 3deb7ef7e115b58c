import { describeScenarios } from '../../test/contract/scenarios.ts';
import { SCENARIOS } from './scenarios.ts';
import { turnTaking } from './turn-taking.ts';

describeScenarios(turnTaking, SCENARIOS);
