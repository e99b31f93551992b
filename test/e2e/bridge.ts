import type { Page } from 'playwright-core';
import type { Asked, Channel, KeydeskBridge, Reply } from '../../domain/contract/ipc.ts';
import type { Outcome } from '../../domain/failure.ts';

declare global {
  interface Window {
    readonly keydesk: KeydeskBridge;
  }
}

/** Asks the desk as the window's own code does; throws the failure's code. */
export async function ask<C extends Channel>(page: Page, channel: C, ...request: Asked<C>): Promise<Reply<C>> {
  const [asked]: readonly unknown[] = request;
  const outcome = await page.evaluate(
    ([name, body]) => {
      const invoke = window.keydesk.invoke as unknown as (
        channel: string,
        request: unknown,
      ) => Promise<Outcome<unknown>>;
      return invoke(name, body);
    },
    [channel as string, asked] as const,
  );
  if (!outcome.ok) throw new Error(outcome.failure.code);
  return outcome.value as Reply<C>;
}
