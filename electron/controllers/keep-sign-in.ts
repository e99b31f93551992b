import type { ControllerSignedIn } from '../../domain/contract/controller-sign-in.ts';
import { commitAct } from '../ceremony/commit-act.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { addVerifier, keepReading, keepSignIn } from '../vault/desk-controllers.ts';
import { sealVerifier } from '../vault/kept-code.ts';

/** Keeps what the server said of somebody it let in: what they have read, and what their next codes are checked by. */
export function keepWhatServerSaid(
  parts: CeremonyParts,
  station: string,
  said: Extract<ControllerSignedIn, { outcome: 'signed in' }>,
): void {
  const { vault, vaultKey } = parts;
  const { controller, guidelinesRead, offline } = said;
  const at = parts.now().toISOString();
  commitAct(parts, 'controller/signed-in', false, () => {
    keepSignIn(vault, controller, at, offline ?? undefined);
    keepReading(vault, controller, guidelinesRead);
    for (const verifier of offline?.verifiers ?? []) {
      const { counter } = verifier;
      const place = { station, controller, credential: offline?.credential ?? '', counter };
      addVerifier(vault, controller, counter, sealVerifier(vaultKey, place, verifier));
    }
    appendAudit(vault, { at, actor: controller, action: 'controller/signed-in', subject: controller, detail: {} });
  });
}
