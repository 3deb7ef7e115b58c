import { describeScenarios } from '../../test/contract/scenarios.ts';
import { SCENARIOS } from './scenarios.ts';
import { inPerson } from './in-person.ts';

describeScenarios(inPerson, SCENARIOS);
