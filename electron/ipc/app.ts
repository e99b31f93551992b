import type { DeskContext, Handlers } from './context.ts';

/** The app itself: how it stands, and its settings. */
export function appHandlers(desk: DeskContext): Handlers<'app/state' | 'app/set-settings'> {
  return {
    'app/state': () => desk.appState(),
    'app/set-settings': (changes) => {
      const now = desk.settings();
      desk.saveSettings({
        language: changes.language ?? now.language,
        theme: changes.theme ?? now.theme,
        sound: changes.sound ?? now.sound,
        paper: changes.paper ?? now.paper,
        controller: changes.controller?.trim() ?? now.controller,
      });
      desk.appChanged();
      return desk.settings();
    },
  };
}
