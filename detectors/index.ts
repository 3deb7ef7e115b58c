import type { Detector } from '../src/detect/detector.ts';
import { application } from './application/application.ts';
import { egressNetwork } from './egress-network/egress-network.ts';
import { inPerson } from './in-person/in-person.ts';
import { remoteControlSoftware } from './remote-control-software/remote-control-software.ts';
import { sharedPlace } from './shared-place/shared-place.ts';
import { workingHours } from './working-hours/working-hours.ts';

/** Every detector there is. A test checks that this list and the folders agree. */
export const DETECTORS = [
  application, egressNetwork, inPerson, remoteControlSoftware, sharedPlace, workingHours,
] as unknown as readonly Detector[];
