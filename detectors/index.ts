import type { Detector } from '../src/detect/detector.ts';
import { custody } from './custody/custody.ts';
import { application } from './application/application.ts';
import { egressNetwork } from './egress-network/egress-network.ts';
import { identityReuse } from './identity-reuse/identity-reuse.ts';
import { impossibleTravel } from './impossible-travel/impossible-travel.ts';
import { inPerson } from './in-person/in-person.ts';
import { latencyDistance } from './latency-distance/latency-distance.ts';
import { remoteControlHardware } from './remote-control-hardware/remote-control-hardware.ts';
import { neverSleeps } from './never-sleeps/never-sleeps.ts';
import { remoteControlSoftware } from './remote-control-software/remote-control-software.ts';
import { remoteSessions } from './remote-sessions/remote-sessions.ts';
import { sharedPlace } from './shared-place/shared-place.ts';
import { steadyInput } from './steady-input/steady-input.ts';
import { turnTaking } from './turn-taking/turn-taking.ts';
import { workingHours } from './working-hours/working-hours.ts';

/** Every detector there is. A test checks that this list and the folders agree. */
export const DETECTORS = [
  application, custody, egressNetwork, identityReuse, impossibleTravel, inPerson, latencyDistance, neverSleeps, remoteControlHardware, remoteControlSoftware, remoteSessions, sharedPlace, steadyInput, turnTaking, workingHours,
] as unknown as readonly Detector[];
