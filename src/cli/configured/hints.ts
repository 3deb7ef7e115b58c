import type { Loaded } from '../../config.ts';

const THIS_MACHINE = /^(127\.|::1$|localhost$)/;

/** What fits in a configuration and is hardly meant, a sentence each. */
export function hintsIn({ config }: Loaded): readonly string[] {
  return config.intake.syslog.flatMap(({ host, from, client_ca_file: authority }, i) => (from === undefined && authority === undefined && !THIS_MACHINE.test(host)
    ? [`intake.syslog.${i} listens on ${host} and hears nobody but this machine, because it does not say who may send: name the senders under from`] : []));
}
