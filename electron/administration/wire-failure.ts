import { z } from 'zod';
import { KeydeskError } from '../../domain/failure.ts';
import { refusalReasons } from '../../domain/refusal.ts';
import { privacyIdeaRefusal } from './privacyidea-refusals.ts';

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
    if (right !== undefined) return new KeydeskError('administration/no-right', { right });
  }
  if (status === 404) return new KeydeskError('administration/not-there', context);
  return new KeydeskError('administration/refused', { ...context, ...whyRefused(detail, said) });
}

const why = z.object({
  reason: z.enum(refusalReasons),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** Why, where screens have words for it, and the policies that say so: Keydesk's server names them, privacyIDEA does not. */
function whyRefused(detail: unknown, said: string): Readonly<Record<string, string | number>> {
  const policies = z.object({ policies: z.array(z.string()).min(1) }).safeParse(detail).data?.policies;
  const named = policies?.join(', ').slice(0, 500);
  const known = why.safeParse(detail).data ?? privacyIdeaRefusal(said);
  const byPolicy = named === undefined ? { named: '' } : { policies: named, named: ` (${named})` };
  if (known === undefined) return named === undefined ? {} : { ...byPolicy, reason: 'policy' };
  return { ...byPolicy, ...known.values, reason: known.reason };
}
