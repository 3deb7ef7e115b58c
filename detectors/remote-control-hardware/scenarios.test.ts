import { describeScenarios } from '../../test/contract/scenarios.ts';
import { remoteControlHardware } from './remote-control-hardware.ts';
import { SCENARIOS } from './scenarios.ts';

describeScenarios(remoteControlHardware, SCENARIOS);
