import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import SignaturePad from 'signature_pad';
import { Button } from '../controls/button.tsx';
import { signaturePath } from './signature-path.ts';
import './signature-field.css';

export interface Signature {
  /** The strokes as an SVG path in a 600 x 200 box; empty when nothing was drawn. */
  readonly path: () => string;
}

/** A line to sign on with a finger, a pen or the mouse. The typed name beside it does the same for everybody else. */
export function SignatureField({ ref }: { readonly ref: Ref<Signature> }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad>(null);
  useEffect(() => {
    const area = canvas.current;
    if (area === null) return;
    const resize = () => {
      const scale = window.devicePixelRatio;
      area.width = area.offsetWidth * scale;
      area.height = area.offsetHeight * scale;
      area.getContext('2d')?.scale(scale, scale);
      pad.current?.redraw();
    };
    pad.current = new SignaturePad(area, { penColor: getComputedStyle(area).color, minWidth: 1, maxWidth: 2.5 });
    resize();
    const watch = new ResizeObserver(resize);
    watch.observe(area);
    return () => {
      watch.disconnect();
      pad.current?.off();
    };
  }, []);
  useImperativeHandle(ref, () => ({
    path: () => {
      const area = canvas.current;
      if (area === null || pad.current === null || pad.current.isEmpty()) return '';
      return signaturePath(
        pad.current.toData().map((stroke) => stroke.points),
        { width: area.offsetWidth, height: area.offsetHeight },
      );
    },
  }));
  return (
    <div className="field">
      <span className="label-row">
        <span className="legend">{t('recipient.handOver.sign')}</span>
        <Button kind="plain" onPress={() => pad.current?.clear()}>
          {t('recipient.handOver.clear')}
        </Button>
      </span>
      <canvas ref={canvas} className="signature" role="img" aria-label={t('recipient.handOver.signArea')} />
    </div>
  );
}
