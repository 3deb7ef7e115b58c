import { describeScenarios } from '../../test/contract/scenarios.ts';
import { custody } from './custody.ts';
import { SCENARIOS } from './scenarios.ts';

describeScenarios(custody, SCENARIOS);
