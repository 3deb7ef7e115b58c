import { describeScenarios } from '../../test/contract/scenarios.ts';
import { SCENARIOS } from './scenarios.ts';
import { egressNetwork } from './egress-network.ts';

describeScenarios(egressNetwork, SCENARIOS);
