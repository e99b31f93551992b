import type { DeskContext, Handlers } from './context.ts';

/** Signing in to the server as an administrator, and out again. */
export function administrationHandlers({
  administration,
}: DeskContext): Handlers<
  | 'administration/state'
  | 'administration/sign-in'
  | 'administration/answer'
  | 'administration/sign-out'
  | 'administration/stay'
> {
  return {
    'administration/state': () => administration.state(),
    'administration/sign-in': async ({ name, password }) => {
      await administration.signIn(name.trim(), password);
      return administration.state();
    },
    'administration/answer': async ({ code }) => {
      await administration.answer(code);
      return administration.state();
    },
    'administration/sign-out': () => {
      if (administration.state().question !== null) administration.turnBack();
      else administration.end('signed out');
      return administration.state();
    },
    'administration/stay': () => {
      administration.stay();
      return undefined;
    },
  };
}
