import { describeScenarios } from '../../test/contract/scenarios.ts';
import { latencyDistance } from './latency-distance.ts';
import { SCENARIOS } from './scenarios.ts';

describeScenarios(latencyDistance, SCENARIOS);
