import { useSyncExternalStore } from 'react';

type Urgency = 'polite' | 'assertive';

let said: Readonly<Record<Urgency, string>> = { polite: '', assertive: '' };
const listeners = new Set<() => void>();

/** Says something to whoever listens instead of looking; the same words twice are said twice. */
export function announce(words: string, urgency: Urgency = 'polite'): void {
  said = { ...said, [urgency]: said[urgency] === words ? `${words}\u00a0` : words };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The two live regions of the window: one waits its turn, one interrupts. */
export function Announcer() {
  const words = useSyncExternalStore(subscribe, () => said);
  return (
    <div className="unseen" data-live-announcer="true">
      <div role="status" aria-live="polite">
        {words.polite}
      </div>
      <div role="alert" aria-live="assertive">
        {words.assertive}
      </div>
    </div>
  );
}
