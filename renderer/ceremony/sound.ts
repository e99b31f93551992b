const tones = {
  'touch wanted': [660, 880],
  proven: [523, 659, 784],
  refused: [330, 247],
} as const;

let context: AudioContext | undefined;

/** A short figure of tones; never the only sign of anything. */
export function play(what: keyof typeof tones): void {
  context ??= new AudioContext();
  const start = context.currentTime;
  for (const [place, frequency] of tones[what].entries()) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const at = start + place * 0.12;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.12, at + 0.01);
    volume.gain.linearRampToValueAtTime(0, at + 0.11);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.12);
  }
}
