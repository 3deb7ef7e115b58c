import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire that can be cut: stands in front of a server and passes bytes on until it is told otherwise. */
export interface CutOff {
  readonly port: number;
  /**
   * Cuts once so many bytes have gone to the server: at once, or when it begins to answer, so that the work is done
   * but nobody hears of it. Every later connection is closed too.
   */
  cutAfter(sentBytes: number, when: 'sending' | 'answering'): void;
  mend(): void;
  /** True once the wire was cut. */
  readonly cut: boolean;
  close(): Promise<void>;
}

export async function cutOff(host: string, port: number): Promise<CutOff> {
  const sockets = new Set<Socket>();
  let plan: { bytes: number; when: 'sending' | 'answering' } | undefined;
  let sent = 0;
  let cut = false;

  const cutNow = (): void => {
    cut = true;
    for (const socket of sockets) socket.destroy();
  };
  const wire = createServer((near) => {
    if (cut) {
      near.destroy();
      return;
    }
    const far = connect(port, host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes) => {
      sent += bytes.length;
      if (plan?.when === 'sending' && sent >= plan.bytes) cutNow();
      else far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (plan?.when === 'answering' && sent >= plan.bytes) cutNow();
      else near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));

  return {
    port: (wire.address() as AddressInfo).port,
    cutAfter(bytes, when) {
      sent = 0;
      plan = { bytes, when };
    },
    mend() {
      plan = undefined;
      cut = false;
    },
    get cut() { return cut; },
    close: () => new Promise((resolve) => {
      wire.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    }),
  };
}
