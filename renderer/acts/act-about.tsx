import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { Grouped } from '../controls/grouped.tsx';
import { TokenDrawing } from '../controls/token-drawing.tsx';

/** Whom and which token it is about, large: they stay in sight throughout. */
export function ActAbout({ about }: { readonly about: Reply<'acts/foresee'> }) {
  const { t } = useTranslation();
  const { person, was, token, model, isHere } = about;
  const nobody = was === '' ? t('acts.nobody') : t('acts.was', { name: was });
  return (
    <div className="act-about">
      <div>
        <p className="act-person">{person?.name ?? nobody}</p>
        <p className="quiet">{[person?.username, person?.office].filter(Boolean).join(' · ') || '\u00a0'}</p>
      </div>
      <div className="act-token">
        <TokenDrawing model={model} state={isHere ? 'plugged' : 'absent'} />
        <div>
          <p className="act-serial">
            <Grouped>{token}</Grouped>
          </p>
          <p className="quiet">{[model, t(isHere ? 'tokens.here' : 'tokens.away')].filter(Boolean).join(' · ')}</p>
        </div>
      </div>
    </div>
  );
}
