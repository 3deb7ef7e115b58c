import { describeScenarios } from '../../test/contract/scenarios.ts';
import { impossibleTravel } from './impossible-travel.ts';
import { SCENARIOS } from './scenarios.ts';

describeScenarios(impossibleTravel, SCENARIOS);
