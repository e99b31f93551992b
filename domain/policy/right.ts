import type { Asked } from './compile.ts';
import { type Reading, readFlag } from './read.ts';

/** Rights that no absence of policies ever gives. */
const alwaysClosed: readonly string[] = ['control_trust'];

/**
 * Whether the administrator in the request may do something. Without any policy in scope admin `otherwise` decides,
 * which is what privacyIDEA leaves open and Keydesk closes; one active policy there refuses all that none grants.
 */
export function mayDo(asked: Asked, right: string, otherwise: boolean): Reading<boolean> {
  if (!asked.policies.scopes.has('admin')) {
    return { value: otherwise && !alwaysClosed.includes(right), policies: [] };
  }
  return readFlag(asked, 'admin', right);
}
