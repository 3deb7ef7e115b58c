import { describeScenarios } from '../../test/contract/scenarios.ts';
import { neverSleeps } from './never-sleeps.ts';
import { SCENARIOS } from './scenarios.ts';

describeScenarios(neverSleeps, SCENARIOS);
