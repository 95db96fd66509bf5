/** Dialpad's API for text messages. */
import { FakeReceiver, type Reply } from './fake-receiver';

export { nobody } from './fake-receiver';

export type DialpadReply = Reply;

/** Of 64 bits: JSON.parse would round it. */
export const MESSAGE_ID = '9007199254740993123';
export const TAKEN: DialpadReply = {
  body: `{"id": ${MESSAGE_ID}, "message_status": "pending", "message_delivery_result": "accepted"}`,
};
export const refusing = (status: number, headers: Record<string, string> = {}): DialpadReply => ({
  ...{ status, headers, body: '{"error": {"message": "number +15551234567 is not yours", "code": 1}}' },
});

export class FakeDialpad extends FakeReceiver<{ from_number: string; to_numbers: string[]; text: string }> {
  constructor() {
    super(TAKEN);
  }
}
