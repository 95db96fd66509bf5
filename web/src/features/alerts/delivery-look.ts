/** What became of a message, as a badge. */
import { known } from '../../app/known';
import { NOT_KNOWN, type Look } from '../../ui/badge';

const DELIVERIES: Readonly<Record<string, Look>> = {
  due: { label: 'Due', shape: 'ring', tone: 'busy' },
  sending: { label: 'Being sent', shape: 'play', tone: 'busy' },
  sent: { label: 'Sent', shape: 'check', tone: 'ok' },
  failed: { label: 'Failed', shape: 'cross', tone: 'bad' },
  unknown: { label: 'Not known', shape: 'question', tone: 'warn' },
  dropped: { label: 'Not needed any more', shape: 'slash', tone: 'mute' },
};
export const deliveryLook = (status: string): Look => known(DELIVERIES, status) ?? NOT_KNOWN;
