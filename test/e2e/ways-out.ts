/**
 * Everything a page can try to run code that is not ours, to reach a network, or to get another page. Each answers
 * what came of it. Runs in the window from a timer, where the policy holds as for any script of the page.
 */
export function tryWaysOut(port: number): Promise<Readonly<Record<string, string>>> {
  const host = `127.0.0.1:${port}`;
  const ran = window as unknown as Record<string, unknown>;
  const byEvent = (element: HTMLElement, act: () => void) =>
    new Promise<string>((resolve) => {
      element.addEventListener('load', () => resolve('loaded'));
      element.addEventListener('error', () => resolve('refused'));
      setTimeout(() => resolve('refused'), 1500);
      act();
      document.body.append(element);
    });
  const make = (tag: string, attributes: Record<string, string>) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const mark = async (name: string, act: () => unknown) => {
    await act();
    await after(300);
    return ran[name] === undefined ? 'refused' : 'ran';
  };
  const granted = async (ask: () => Promise<unknown>) => {
    const answer = await ask();
    return answer === 'denied' || answer === false || answer === undefined ? 'refused' : `granted ${answer}`;
  };
  const ways: Record<string, () => unknown> = {
    eval: () => Reflect.get(window, 'eval')('"ran"'),
    'new Function': () => new Function('return "ran"')(),
    'timer with text': () => mark('timerRan', () => setTimeout('window.timerRan = 1' as unknown as () => void, 1)),
    'inline script': () =>
      mark('scriptRan', () =>
        document.body.append(Object.assign(document.createElement('script'), { textContent: 'scriptRan = 1' })),
      ),
    'inline script by text node': () =>
      mark('nodeRan', () => {
        const script = document.createElement('script');
        script.append('nodeRan = 1');
        document.body.append(script);
      }),
    'inner HTML': () =>
      mark('htmlRan', () => {
        document.createElement('div').innerHTML = '<img src=x onerror="htmlRan = 1">';
      }),
    'image with onerror': () =>
      mark('imageRan', () => document.body.append(make('img', { src: 'x:', onerror: 'imageRan = 1' }))),
    'javascript: link': () =>
      mark('linkRan', () => {
        const link = make('a', { href: 'javascript:linkRan=1' });
        document.body.append(link);
        link.click();
      }),
    'import of data': () => import(/* @vite-ignore */ `data:text/javascript,export default ${1}`).then(() => 'ran'),
    'import over the network': () => import(/* @vite-ignore */ `http://${host}/x.js`).then(() => 'ran'),
    'worker of a blob': () =>
      new Promise((resolve) => {
        const worker = new Worker(URL.createObjectURL(new Blob(['postMessage("ran")'], { type: 'text/javascript' })));
        worker.onmessage = () => resolve('ran');
        worker.onerror = () => resolve('refused');
      }),
    'service worker': () => navigator.serviceWorker.register('/assets/sw.js').then(() => 'ran'),
    'script over the network': () => byEvent(make('script', { src: `http://${host}/x.js` }), () => {}),
    fetch: () => fetch(`http://${host}/`).then(() => 'reached'),
    'fetch of its own origin': () => fetch('app://keydesk/index.html').then(() => 'reached'),
    'fetch of a file': () => fetch('file:///etc/passwd').then(() => 'reached'),
    'XML HTTP request': () =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.onload = () => resolve('reached');
        request.onerror = () => reject(new Error('refused'));
        request.open('GET', `http://${host}/`);
        request.send();
      }),
    'web socket': () =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${host}/`);
        socket.onopen = () => resolve('reached');
        socket.onerror = () => resolve('refused');
      }),
    'event source': () =>
      new Promise((resolve) => {
        const source = new EventSource(`http://${host}/`);
        source.onopen = () => resolve('reached');
        source.onerror = () => {
          source.close();
          resolve('refused');
        };
      }),
    beacon: () => {
      navigator.sendBeacon(`http://${host}/`, 'x');
      return 'refused';
    },
    'image over the network': () => byEvent(make('img', { src: `http://${host}/x.png` }), () => {}),
    'style over the network': () =>
      byEvent(make('link', { rel: 'stylesheet', href: `http://${host}/x.css` }), () => {}),
    'DNS prefetch': () => byEvent(make('link', { rel: 'dns-prefetch', href: `http://${host}/` }), () => {}),
    preconnect: () => byEvent(make('link', { rel: 'preconnect', href: `http://${host}/` }), () => {}),
    prefetch: () => byEvent(make('link', { rel: 'prefetch', href: `http://${host}/x.js` }), () => {}),
    media: () => byEvent(make('video', { src: `http://${host}/x.mp4`, autoplay: '' }), () => {}),
    'form sent elsewhere': async () => {
      const form = make('form', { action: `http://${host}/`, method: 'post' }) as HTMLFormElement;
      document.body.append(form);
      form.submit();
      await after(300);
      return 'refused';
    },
    'peer connection': async () => {
      const servers = ['stun', 'turn', 'turns'].flatMap((scheme) =>
        scheme === 'stun' ? [`stun:${host}`] : [`${scheme}:${host}?transport=tcp`, `${scheme}:${host}`],
      );
      const peer = new RTCPeerConnection({
        iceServers: servers.map((urls) => ({ urls, username: 'a', credential: 'b' })),
      });
      const found: string[] = [];
      peer.onicecandidate = ({ candidate }) => candidate && found.push(candidate.candidate);
      peer.createDataChannel('x');
      await peer.setLocalDescription(await peer.createOffer());
      await after(2000);
      return found.length === 0 ? 'refused' : `reached ${found}`;
    },
    'a frame of another page': () =>
      mark('frameRan', async () => {
        await byEvent(make('iframe', { src: `http://${host}/` }), () => {});
      }),
    'an object': () =>
      mark('objectRan', async () => {
        await byEvent(make('object', { data: `http://${host}/` }), () => {});
      }),
    'a window': () => (window.open(`http://${host}/`) === null ? 'refused' : 'opened'),
    'an empty window': () => (window.open('about:blank') === null ? 'refused' : 'opened'),
    'a second window of the app': () => (window.open('app://keydesk/index.html') === null ? 'refused' : 'opened'),
    camera: () => navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'granted'),
    microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted'),
    screen: () => navigator.mediaDevices.getDisplayMedia().then(() => 'granted'),
    place: () =>
      new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          () => resolve('refused'),
        ),
      ),
    notifications: () => granted(() => Notification.requestPermission()),
    'reading the clipboard': () => navigator.clipboard.readText().then(() => 'granted'),
    'persistent storage': () => granted(() => navigator.storage.persist()),
    MIDI: () => navigator.requestMIDIAccess({ sysex: true }).then(() => 'granted'),
    HID: () =>
      (navigator as never as { hid: { requestDevice(o: object): Promise<unknown[]> } }).hid
        .requestDevice({ filters: [] })
        .then((found) => (found.length === 0 ? 'refused' : 'granted')),
    USB: () =>
      (navigator as never as { usb: { requestDevice(o: object): Promise<unknown> } }).usb
        .requestDevice({ filters: [] })
        .then(() => 'granted'),
    'serial ports': () =>
      (navigator as never as { serial: { requestPort(): Promise<unknown> } }).serial
        .requestPort()
        .then(() => 'granted'),
    download: async () => {
      const link = make('a', { href: URL.createObjectURL(new Blob(['x'])), download: 'keydesk-evil.txt' });
      document.body.append(link);
      link.click();
      await after(300);
      return 'refused';
    },
    'Node in the page': () => ('require' in window || 'process' in window || 'Buffer' in window ? 'there' : 'refused'),
    'IPC in the page': () => ('ipcRenderer' in window || 'electron' in window ? 'there' : 'refused'),
    'changing the bridge': () => {
      const before = window.keydesk.invoke;
      try {
        Object.assign(window.keydesk, { invoke: () => 'taken' });
      } catch {
        // Frozen.
      }
      return window.keydesk.invoke === before ? 'refused' : 'changed';
    },
  };
  return new Promise((resolve) => {
    setTimeout(async () => {
      const came: Record<string, string> = {};
      for (const [name, attempt] of Object.entries(ways)) {
        try {
          const limit = new Promise((late) => setTimeout(() => late('refused'), 4000));
          came[name] = String(await Promise.race([attempt(), limit]));
        } catch {
          came[name] = 'refused';
        }
      }
      resolve(came);
    }, 0);
  });
}
