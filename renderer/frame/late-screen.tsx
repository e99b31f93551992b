import { type ComponentType, createElement, type FunctionComponent, lazy, useState } from 'react';
import { fetchLateTexts } from '../i18n/i18n.ts';

/** A screen whose code is fetched when it is wanted, or before. */
export type LateScreen<P extends object> = FunctionComponent<P> & { readonly fetch: () => Promise<unknown> };

/** Makes one that comes after the first screen: its texts are fetched with it. */
export function lateScreen<P extends object>(load: () => Promise<ComponentType<P>>): LateScreen<P> {
  return firstScreen(async () => {
    const [screen] = await Promise.all([load(), fetchLateTexts()]);
    return screen;
  });
}

/**
 * Makes one that the window may open at, with the texts of i18n/first.ts. What is there already is drawn at once: React would keep what follows a Suspense fallback back for 300 ms,
 * and a fallback is what `lazy` shows even when its code came long ago.
 */
export function firstScreen<P extends object>(load: () => Promise<ComponentType<P>>): LateScreen<P> {
  let here: ComponentType<P> | undefined;
  const fetch = async () => {
    here ??= await load();
    return { default: here };
  };
  const Late = lazy(fetch) as unknown as ComponentType<P>;
  function Screen(props: P) {
    const [chosen] = useState(() => ({ screen: here ?? Late }));
    return createElement(chosen.screen, props);
  }
  return Object.assign(Screen, { fetch });
}
