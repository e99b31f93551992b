import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import type { TokenAct } from '../../domain/token-act.ts';
import { type Meaning, Sign } from '../controls/sign.tsx';
import { useAppState, useSync } from '../queries.ts';

type Foreseen = Reply<'acts/foresee'>;

/** How much it matters how somebody logs in afterwards. */
export const afterMeanings: Readonly<Record<NonNullable<Foreseen['after']>, Meaning>> = {
  'other token': 'proven',
  'code wanted': 'waiting',
  'password alone': 'none',
  'locked out': 'refused',
  'not known': 'waiting',
};

/** The consequence, said before it is done. */
export function ActFollows({ act, about }: { readonly act: TokenAct; readonly about: Foreseen }) {
  const { t } = useTranslation();
  const isOffline = useSync().data?.online === false;
  const isElsewhere = useAppState().data?.station?.kind === 'privacyidea';
  const { person, after, isHere } = about;
  const name = person?.name ?? '';
  return (
    <section aria-labelledby="act-follows" className="act-follows">
      <h2 id="act-follows">{t('acts.follows')}</h2>
      <ul>
        <li>{t(`acts.effect.${act}`)}</li>
        {isElsewhere && (act === 'withdraw' || act === 'report-lost') && (
          <li>{t(`acts.elsewhere.${act}`, { name })}</li>
        )}
        {act === 'withdraw' && <li>{t(isHere ? 'acts.here' : isElsewhere ? 'acts.elsewhere.away' : 'acts.away')}</li>}
        {after !== null && (
          <li>
            <Sign meaning={afterMeanings[after]}>
              {t(isElsewhere && after === 'not known' ? 'acts.elsewhere.after' : `acts.after.${after}`, { name })}
            </Sign>
          </li>
        )}
        {act === 'withdraw' && after === 'password alone' && <li>{t('acts.block', { name })}</li>}
        {person?.hasMail === true && act !== 'scrap' && <li>{t('acts.mail', { name })}</li>}
        {isOffline && (
          <li>
            <Sign meaning="waiting">{t('acts.offline')}</Sign>
          </li>
        )}
      </ul>
    </section>
  );
}
