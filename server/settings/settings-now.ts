import type { Policies } from '../store/policies.ts';
import type { SystemSettings } from '../store/system-settings.ts';
import { readServerSettings, type ServerSettings } from './server-settings.ts';

interface Places {
  readonly policies: Pick<Policies, 'revision'>;
  readonly systemSettings: Pick<SystemSettings, 'all'>;
}

/** The settings as a store has them at this moment, read again only when any process changed one, or a policy. */
export function settingsNow(): (store: Places) => Promise<ServerSettings> {
  let kept: { readonly revision: string; readonly settings: ServerSettings } | undefined;
  return async ({ policies, systemSettings }) => {
    const revision = await policies.revision();
    if (kept?.revision !== revision) {
      const texts = (await systemSettings.all()).flatMap(({ name, value }): [string, string][] =>
        value === null ? [] : [[name, value]],
      );
      kept = { revision, settings: readServerSettings(texts) };
    }
    return kept.settings;
  };
}
