import type { Detector } from '../src/detect/detector.ts';
import { custody } from './custody/custody.ts';
import { egressNetwork } from './egress-network/egress-network.ts';
import { impossibleTravel } from './impossible-travel/impossible-travel.ts';
import { inPerson } from './in-person/in-person.ts';
import { remoteControlSoftware } from './remote-control-software/remote-control-software.ts';
import { sharedPlace } from './shared-place/shared-place.ts';
import { workingHours } from './working-hours/working-hours.ts';

/** Every detector there is. A test checks that this list and the folders agree. */
export const DETECTORS = [
  custody, egressNetwork, impossibleTravel, inPerson, remoteControlSoftware, sharedPlace, workingHours,
] as unknown as readonly Detector[];
