import { describeScenarios } from '../../test/contract/scenarios.ts';
import { SCENARIOS } from './scenarios.ts';
import { remoteControlSoftware } from './remote-control-software.ts';

describeScenarios(remoteControlSoftware, SCENARIOS);
