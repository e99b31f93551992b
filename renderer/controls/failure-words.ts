import type { TFunction } from 'i18next';
import type { Failure } from '../../domain/failure.ts';
import { type TokenState, tokenStates } from '../../domain/token.ts';

interface FailureWords {
  readonly what: string;
  readonly safe: string;
  readonly todo: string;
}

/** A failure in three short lines; a reason in its context may have lines of its own (`what_short`). */
export function failureWords(t: TFunction, { code, context }: Failure): FailureWords {
  const reason = context.reason ?? context.field;
  const values = {
    ...context,
    ...(isTokenState(context.state) ? { state: t(`tokens.state.${context.state}`) } : {}),
    ...(reason === undefined ? {} : { context: String(reason) }),
  };
  return {
    what: t(`failure.${code}.what`, values),
    safe: t(`failure.${code}.safe`, values),
    todo: t(`failure.${code}.do`, values),
  };
}

function isTokenState(state: unknown): state is TokenState {
  return tokenStates.some((known) => known === state);
}
