/** How the controller knows who stands at the desk (Haplo's list for temporary codes, and documents). */
export const identityProofs = ['known to me', 'vouched for', 'document'] as const;
export type IdentityProof = (typeof identityProofs)[number];

/** The kind of document only: its number is never asked and never kept. */
export const documentKinds = ['passport', 'identity card', 'driving licence', 'staff badge'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** The in-person checks. Nothing is answered beforehand: each answer is the controller's own. */
export interface Checks {
  /** The person is in the room, face to face. */
  readonly presence: true;
  readonly proof: IdentityProof;
  readonly documentKind?: DocumentKind | undefined;
  /** The colleague who vouches, present in the room. */
  readonly voucher?: string | undefined;
  /** Somebody else who watched, if anybody did. */
  readonly witness?: string | undefined;
  /** The guidelines that were on the screen when the checks were answered. */
  readonly guidelinesVersion: number;
}

export const refusalReasons = [
  'not who they say',
  'identity not proven',
  'not present',
  'not entitled',
  'under pressure',
  'other',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export const stopReasons = [
  'person left',
  'token faulty',
  'no token left',
  'wrong person chosen',
  'person declined',
  'other',
] as const;
export type StopReason = (typeof stopReasons)[number];

/** What is still missing, by field, in the order of the screen; empty when the checks hold. */
export function missingChecks(checks: {
  readonly presence?: boolean | undefined;
  readonly proof?: IdentityProof | undefined;
  readonly documentKind?: DocumentKind | undefined;
  readonly voucher?: string | undefined;
}): readonly ('presence' | 'proof' | 'documentKind' | 'voucher')[] {
  const missing: ('presence' | 'proof' | 'documentKind' | 'voucher')[] = [];
  if (checks.presence !== true) missing.push('presence');
  if (checks.proof === undefined) missing.push('proof');
  if (checks.proof === 'document' && checks.documentKind === undefined) missing.push('documentKind');
  if (checks.proof === 'vouched for' && !checks.voucher?.trim()) missing.push('voucher');
  return missing;
}
