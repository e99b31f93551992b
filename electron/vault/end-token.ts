import type { DeskAct } from '../../domain/act.ts';
import type { SlotNumber, TokenSerial, TokenState } from '../../domain/token.ts';
import type { Vault } from './database.ts';
import { moveStock } from './move-stock.ts';
import { credentialsOn, endServerTokens } from './server-tokens.ts';
import { stockOf } from './stock.ts';
import { readToken, saveToken } from './tokens.ts';

/** Where an act leaves the one token it is about; nothing for an act that is about none, or many. */
function stateAfter(act: DeskAct): { readonly token: TokenSerial; readonly state: TokenState } | undefined {
  switch (act.what) {
    case 'withdrawn':
      return { token: act.token, state: act.inHand ? 'returned' : 'revoked' };
    case 'reported lost':
      return { token: act.token, state: 'lost' };
    case 'returned':
      return { token: act.token, state: 'returned' };
    case 'scrapped':
      return { token: act.token, state: 'scrapped' };
    case 'reprogrammed':
      return { token: act.token, state: 'in stock' };
    default:
      return undefined;
  }
}

/** What an act means at this desk from now on, before the server has heard: the token is nobody's, and refused if it is away. */
export function applyAct(vault: Vault, act: DeskAct, at: string, controller = ''): void {
  moveStock(vault, act, controller, at);
  const after = stateAfter(act);
  if (after === undefined) return;
  const { token, state } = after;
  const known = readToken(vault, token);
  const [credential] = credentialsOn(vault, token);
  saveToken(vault, {
    serial: token,
    model: known?.model ?? stockOf(vault, token)?.model ?? '',
    firmware: known?.firmware ?? '',
    transport: known?.transport ?? 'usb',
    practice: false,
    state,
    // Whose a lost token is stays known: whoever finds it is told.
    holder: state === 'lost' ? known?.holder : undefined,
    ...(act.what === 'reprogrammed'
      ? { slot: act.credential.slot, credential: act.credential.serial }
      : {
          slot: known?.slot ?? slotOf(credential?.serial),
          credential: known?.credential ?? credential?.serial ?? '',
        }),
    updatedAt: at,
  });
  endServerTokens(vault, token, state === 'lost' ? 'revoked' : 'ended');
}

/** The end of a token that another takes the place of. Whose a lost one was stays known: whoever finds it is told. */
export function applyReplaced(vault: Vault, act: Extract<DeskAct, { readonly what: 'withdrawn' }>, at: string): void {
  const state = readToken(vault, act.token)?.state ?? stockOf(vault, act.token)?.state;
  if (state === 'lost' && !act.inHand) endServerTokens(vault, act.token, 'ended');
  else applyAct(vault, act, at);
}

/** By the ending of privacyIDEA's serials (`..._2`). */
function slotOf(credential: string | undefined): SlotNumber {
  return credential?.endsWith('_2') === true ? 2 : 1;
}
