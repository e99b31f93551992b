import { z } from 'zod';
import { KeydeskError } from '../../domain/failure.ts';

/** privacyIDEA's envelope, as far as a screen reads it. */
export const envelope = z.object({
  result: z.object({
    status: z.boolean(),
    value: z.unknown().optional(),
    authentication: z.string().optional(),
    error: z.object({ code: z.number(), message: z.string() }).optional(),
  }),
  detail: z.unknown().optional(),
  /** Seconds since 1970, by the server's clock. */
  time: z.number().optional(),
});
export type Envelope = z.infer<typeof envelope>;

/** What is no session any more: no header, a token that cannot be read, one that has expired. */
const sessionCodes: readonly number[] = [4033, 4304, 4305];

/** The failure that an error of the wire stands for: its code, and the server's own words where they help. */
export function wireFailure(
  { status, retryAfterSeconds }: { readonly status: number; readonly retryAfterSeconds: number | undefined },
  { result: { error }, detail }: Envelope,
): KeydeskError {
  const code = error?.code ?? 0;
  const said = (error?.message ?? '').replace(/^ERR-?\d+: /, '').slice(0, 2000);
  const context = { status, code, said };
  if (status === 429) {
    return new KeydeskError('administration/too-often', { minutes: Math.ceil((retryAfterSeconds ?? 60) / 60) });
  }
  if (status >= 500) return new KeydeskError('administration/server-error', context);
  if (sessionCodes.includes(code)) return new KeydeskError('administration/signed-out', {});
  if (status === 401) return new KeydeskError('administration/credentials', {});
  if (status === 403) {
    const right = /\baction (\w+) is not allowed/.exec(said)?.[1];
    return right === undefined
      ? new KeydeskError('administration/refused', { ...context, ...byPolicies(detail) })
      : new KeydeskError('administration/no-right', { right });
  }
  if (status === 404) return new KeydeskError('administration/not-there', context);
  return new KeydeskError('administration/refused', context);
}

/** The policies that refuse, where the server says which: Keydesk's does, privacyIDEA keeps it to its audit. */
function byPolicies(detail: unknown): Readonly<Record<string, string>> {
  const named = z.object({ policies: z.array(z.string()).min(1) }).safeParse(detail).data;
  return named === undefined ? {} : { reason: 'policy', policies: named.policies.join(', ').slice(0, 500) };
}
