// Who called: the signature of Standard Webhooks. While keys are rotated, WEBHOOK_SECRETS holds both, separated by a space.
import { Webhook } from 'standardwebhooks';

const keys = process.env.WEBHOOK_SECRETS.split(' ').map((secret) => new Webhook(secret));

/** The call, or nothing when nobody who has a key sent it to this address. */
export function verified(request) {
  for (const key of keys) {
    try {
      const call = key.verify(request.body.toString('utf8'), request.headers);
      // The signature covers the body and not the address.
      const { operation, phase } = request.params;
      return call.operation === operation && call.phase === phase ? call : undefined;
    } catch {
      // Signed with another key, or not at all.
    }
  }
}
