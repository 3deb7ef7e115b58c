import { describeScenarios } from '../../test/contract/scenarios.ts';
import { SCENARIOS } from './scenarios.ts';
import { workingHours } from './working-hours.ts';

describeScenarios(workingHours, SCENARIOS);
