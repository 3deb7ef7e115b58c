import { describeScenarios } from '../../test/contract/scenarios.ts';
import { SCENARIOS } from './scenarios.ts';
import { steadyInput } from './steady-input.ts';

describeScenarios(steadyInput, SCENARIOS);
