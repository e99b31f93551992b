import { useEffect } from 'react';

const tellEveryMs = 20_000;

/** While somebody is signed in: tells the desk that they are at the keyboard, and locks at Ctrl+L (Cmd+L). */
export function useAtKeyboard(signedIn: boolean): void {
  useEffect(() => {
    if (!signedIn) return;
    let toldAt = performance.now();
    const tell = () => {
      if (performance.now() - toldAt < tellEveryMs) return;
      toldAt = performance.now();
      void window.keydesk.invoke('controllers/stay');
    };
    const press = (event: KeyboardEvent) => {
      tell();
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'l') return;
      event.preventDefault();
      void window.keydesk.invoke('controllers/lock');
    };
    window.addEventListener('keydown', press, true);
    for (const sign of ['pointerdown', 'wheel'] as const) window.addEventListener(sign, tell, { passive: true });
    return () => {
      window.removeEventListener('keydown', press, true);
      for (const sign of ['pointerdown', 'wheel'] as const) window.removeEventListener(sign, tell);
    };
  }, [signedIn]);
}
