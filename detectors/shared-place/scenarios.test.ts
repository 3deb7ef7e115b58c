import { describeScenarios } from '../../test/contract/scenarios.ts';
import { SCENARIOS } from './scenarios.ts';
import { sharedPlace } from './shared-place.ts';

describeScenarios(sharedPlace, SCENARIOS);
