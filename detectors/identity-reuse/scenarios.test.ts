import { describeScenarios } from '../../test/contract/scenarios.ts';
import { identityReuse } from './identity-reuse.ts';
import { SCENARIOS } from './scenarios.ts';

describeScenarios(identityReuse, SCENARIOS);
