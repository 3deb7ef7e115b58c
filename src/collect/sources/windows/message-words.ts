import { lookup } from '../../../core/lookup.ts';

/*
 * Windows writes the text of an event in the language of the machine. What labels mean is the same everywhere; whose
 * language it is is not kept.
 */

/** Labels of other languages, in small letters, with plain apostrophes and blanks → the English label. */
const WORDS: Readonly<Record<string, string>> = lookup({
  // German.
  'antragsteller': 'subject', 'erstellerantragsteller': 'creator subject', 'zielantragsteller': 'target subject', 'neue anmeldung': 'new logon',
  'konto, für das die anmeldung fehlgeschlagen ist': 'account for which logon failed', 'anmeldeinformationen': 'logon information', 'fehlerinformationen': 'failure information',
  'prozessinformationen': 'process information', 'netzwerkinformationen': 'network information', 'detaillierte authentifizierungsinformationen': 'detailed authentication information',
  'sitzung': 'session', 'weitere informationen': 'additional information', 'zusätzliche informationen': 'additional information',
  'sicherheits-id': 'security id', 'kontoname': 'account name', 'kontodomäne': 'account domain', 'anmelde-id': 'logon id', 'verknüpfte anmelde-id': 'linked logon id', 'anmelde-guid': 'logon guid', 'anmeldetyp': 'logon type',
  'token mit erhöhten rechten': 'elevated token', 'erhöhtes token': 'elevated token', 'arbeitsstationsname': 'workstation name', 'quellnetzwerkadresse': 'source network address', 'quellport': 'source port',
  'prozess-id': 'process id', 'prozessname': 'process name', 'neue prozess-id': 'new process id', 'neuer prozessname': 'new process name', 'prozessbefehlszeile': 'process command line', 'fehlerursache': 'failure reason',
  'anmeldeprozess': 'logon process', 'authentifizierungspaket': 'authentication package', 'sitzungsname': 'session name', 'clientname': 'client name', 'clientadresse': 'client address',
  'benutzer': 'user', 'sitzungs-id': 'session id', 'domäne': 'domain',
  // French.
  'sujet': 'subject', 'objet': 'subject', 'sujet du créateur': 'creator subject', 'sujet cible': 'target subject', 'nouvelle ouverture de session': 'new logon',
  "compte pour lequel l'ouverture de session a échoué": 'account for which logon failed', "informations d'ouverture de session": 'logon information', "informations sur l'échec": 'failure information',
  'informations sur le processus': 'process information', 'informations sur le réseau': 'network information', "informations détaillées sur l'authentification": 'detailed authentication information',
  'informations supplémentaires': 'additional information',
  'id de sécurité': 'security id', 'nom du compte': 'account name', 'domaine du compte': 'account domain', "id d'ouverture de session": 'logon id', "id d'ouverture de session liée": 'linked logon id',
  "guid d'ouverture de session": 'logon guid', "type d'ouverture de session": 'logon type', 'jeton élevé': 'elevated token', 'nom de la station de travail': 'workstation name',
  'adresse du réseau source': 'source network address', 'adresse réseau source': 'source network address', 'port source': 'source port', 'id du processus': 'process id', 'nom du processus': 'process name',
  'id du nouveau processus': 'new process id', 'nom du nouveau processus': 'new process name', 'ligne de commande du processus': 'process command line', "raison de l'échec": 'failure reason',
  "processus d'ouverture de session": 'logon process', "package d'authentification": 'authentication package', 'nom de la session': 'session name', 'nom du client': 'client name', 'adresse du client': 'client address',
  'utilisateur': 'user', 'id de session': 'session id', 'domaine': 'domain',
  // Spanish.
  'firmante': 'subject', 'sujeto': 'subject', 'asunto': 'subject', 'firmante creador': 'creator subject', 'asunto del creador': 'creator subject', 'firmante de destino': 'target subject', 'nuevo inicio de sesión': 'new logon',
  'inicio de sesión nuevo': 'new logon', 'cuenta con error de inicio de sesión': 'account for which logon failed', 'información de inicio de sesión': 'logon information', 'información de error': 'failure information',
  'información de proceso': 'process information', 'información del proceso': 'process information', 'información de red': 'network information', 'información de autenticación detallada': 'detailed authentication information',
  'sesión': 'session', 'información adicional': 'additional information',
  'id. de seguridad': 'security id', 'nombre de cuenta': 'account name', 'dominio de cuenta': 'account domain', 'id. de inicio de sesión': 'logon id', 'id. de inicio de sesión vinculado': 'linked logon id',
  'tipo de inicio de sesión': 'logon type', 'token elevado': 'elevated token', 'nombre de estación de trabajo': 'workstation name', 'dirección de red de origen': 'source network address', 'puerto de origen': 'source port',
  'id. de proceso': 'process id', 'nombre de proceso': 'process name', 'id. de nuevo proceso': 'new process id', 'nombre de nuevo proceso': 'new process name', 'línea de comandos de proceso': 'process command line',
  'motivo del error': 'failure reason', 'proceso de inicio de sesión': 'logon process', 'paquete de autenticación': 'authentication package', 'nombre de sesión': 'session name', 'nombre de cliente': 'client name',
  'dirección de cliente': 'client address', 'usuario': 'user', 'id. de sesión': 'session id', 'dominio': 'domain',
});

/** The English label that one in any of the languages stands for; itself where there is none. @param label in small letters */
export function inEnglish(label: string): string {
  return WORDS[label] ?? label;
}

/** These labels and what they are called in other languages. */
export function inAllLanguages(labels: readonly string[]): readonly string[] {
  const wanted = new Set(labels);
  return [...labels, ...Object.entries(WORDS).filter(([, english]) => wanted.has(english)).map(([word]) => word)];
}

/** A text with line ends and tabs that a syslog daemon spelled out, and with the apostrophes and blanks that every language writes. */
export function plainText(message: string): string {
  return message.replace(/(?:#015)?#012/g, '\n').replaceAll('#011', '\t').replaceAll('\u2019', "'").replace(/[\u00a0\u202f]/g, ' ');
}
