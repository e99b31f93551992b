import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { Button } from '../controls/button.tsx';
import { Sign } from '../controls/sign.tsx';
import { ToldSecret } from './told-secret.tsx';

interface NewKeyProps {
  readonly made: Reply<'account-tokens/enrol'>;
  readonly owner: string;
}

/** The key of a new token: a picture to scan, drawn from its bytes and gone with the dialog. */
export function NewKey({ made, owner }: NewKeyProps) {
  const { t } = useTranslation();
  const [byHand, setByHand] = useState(false);
  return (
    <>
      <Sign meaning="proven">{t('accounts.enrol.done', { serial: made.serial })}</Sign>
      <p className="measure">{t('accounts.enrol.scan')}</p>
      {made.waitsFor !== null && (
        <p className="measure">
          <Sign meaning="waiting">
            {t(made.waitsFor === 'code' ? 'accounts.enrol.waitsCode' : 'accounts.enrol.waitsPart')}
          </Sign>
        </p>
      )}
      <Picture bytes={made.picture} label={t('accounts.enrol.picture')} />
      {byHand ? (
        <ToldSecret
          label={t('accounts.enrol.key')}
          secret={made.key}
          letter={null}
          facts={[
            [t('accounts.owner'), owner],
            [t('accounts.serial'), made.serial],
          ]}
        />
      ) : (
        <div>
          <Button kind="plain" onPress={() => setByHand(true)}>
            {t('accounts.enrol.cannotScan')}
          </Button>
        </div>
      )}
      {made.pin !== null && (
        <ToldSecret
          label={t('accounts.act.pin.told')}
          secret={made.pin}
          letter={made.letter}
          facts={[
            [t('accounts.owner'), owner],
            [t('accounts.serial'), made.serial],
          ]}
        />
      )}
    </>
  );
}

function Picture({ bytes, label }: { readonly bytes: Uint8Array; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const place = canvas.current;
    let wanted = true;
    void createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' })).then((image) => {
      if (wanted && place !== null) {
        place.width = image.width;
        place.height = image.height;
        place.getContext('2d')?.drawImage(image, 0, 0);
      }
      image.close();
    });
    return () => {
      wanted = false;
      if (place !== null) place.width = 0;
    };
  }, [bytes]);
  return <canvas ref={canvas} className="key-picture" role="img" aria-label={label} />;
}
