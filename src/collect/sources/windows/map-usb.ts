import type { Rejected } from '../../../core/parse-event.ts';
import type { Draft } from '../../collector.ts';
import { usbDevice, usbFields } from '../../usb-instance.ts';
import { draftOf, notOurs, type Seen } from './draft.ts';
import { firstField, field } from './record.ts';

/** 6416, Kernel-PnP 400 and 410, user-mode drivers 2003 and 2100, UserPnp 20001: a device is there. */
export function mapPlugged(seen: Seen): readonly Draft[] | Rejected {
  const { record } = seen;
  const instanceId = firstField(record, 'DeviceInstanceId', 'DeviceId', 'InstanceId', 'instance');
  if (instanceId === undefined) return { rejected: 'no device named' };
  const device = usbDevice({
    instanceId,
    className: field(record, 'ClassName'),
    classGuid: firstField(record, 'ClassGuid', 'ClassId', 'SetupClass'),
    ids: ['VendorIds', 'CompatibleIds', 'MatchingDeviceId'].map((name) => field(record, name) ?? '').join('\n'),
    description: firstField(record, 'DeviceDescription', 'DriverDescription'),
    parentId: field(record, 'ParentDeviceInstanceId'),
  });
  if (!device) return notOurs(record, 'no USB device');
  return draftOf(seen, 'usb-present', usbFields(device));
}
