import { describeScenarios } from '../../test/contract/scenarios.ts';
import { remoteSessions } from './remote-sessions.ts';
import { SCENARIOS } from './scenarios.ts';

describeScenarios(remoteSessions, SCENARIOS);
