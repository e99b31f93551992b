import { KeydeskError } from '../../domain/failure.ts';
import { PolicyConflict } from '../../domain/policy/read.ts';
import { WireError } from '../wire/wire-error.ts';

/** Asks policies; what they cannot answer is privacyIDEA's 303, naming the policies. */
export function asked<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof PolicyConflict) {
      const { action, policies } = cause;
      throw new WireError('policy', `There are conflicting policies for ${action}: ${policies.join(', ')}.`, {
        cause,
        policies,
        reason: 'policies-conflict',
        values: { action },
      });
    }
    if (cause instanceof KeydeskError && cause.code === 'policy/missing-data') {
      throw new WireError(
        'policy',
        `A policy looks at what the request does not have: ${String(cause.context.policy)}.`,
        { cause, reason: 'policy-needs-more', values: { policy: String(cause.context.policy) } },
      );
    }
    throw cause;
  }
}
