import { z } from 'zod';
import type { Request } from '../../domain/contract/ipc.ts';
import { type LoginAfter, loginsAfter } from '../../domain/trust/login-after.ts';
import { readValue, type Wire } from './wire-client.ts';

const wireCodes = z.array(
  z.object({
    user: z.string(),
    realm: z.string(),
    controller: z.string(),
    ends_at: z.string(),
    left_seconds: z.int(),
  }),
);

/** Whose temporary codes are alive. */
export async function listTemporaryCodes(wire: Wire) {
  const { value } = await wire.ask({ method: 'GET', path: '/trust/temporary-codes' });
  return readValue(wireCodes, value).map(({ user, realm, controller, ends_at, left_seconds }) => ({
    username: user,
    realm,
    controller,
    endsAt: ends_at,
    leftSeconds: left_seconds,
  }));
}

export async function endTemporaryCode(wire: Wire, { realm, username }: Request<'temporary-codes/end'>): Promise<void> {
  await wire.ask({ method: 'DELETE', path: '/trust/temporary-codes', parameters: { user: username, realm } });
}

/** How somebody logs in without one of their tokens, by what the gate would do. */
export async function askLoginAfter(
  wire: Wire,
  { realm, username, serial, becomes }: Request<'groups/login-after'>,
): Promise<{ after: LoginAfter }> {
  const parameters = { user: username, realm, serial, becomes };
  const { value } = await wire.ask({ method: 'GET', path: '/trust/login-after', parameters });
  return readValue(z.object({ after: z.enum(loginsAfter) }), value);
}
