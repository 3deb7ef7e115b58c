import type { SheetKind, TableKind } from './person.ts';
import type { TokenKind } from './token.ts';

/**
 * How a cell is read.
 *
 * `list`, `serials`, `blocks`, `months` and `tokens` hold several values with `;` between. `private` is a plain phone
 * number, account or street address: it becomes a token at the door and is not kept. `shingles` is a text of which only
 * hashes of its passages are kept.
 */
export type ColumnType =
  | 'text' | 'list' | 'email' | 'choice' | 'day' | 'month' | 'instant' | 'latitude' | 'longitude' | 'country' | 'region' | 'zone'
  | 'hours' | 'months' | 'blocks' | 'ip' | 'serial' | 'serials' | 'scope' | 'tool' | 'token' | 'tokens' | 'private' | 'shingles';

export interface ColumnSpec {
  readonly type: ColumnType;
  /** A file without it is refused, a row without it rejected. */
  readonly required?: true;
  /** Other names for it. Case, accents, spaces and punctuation do not count. */
  readonly aliases: readonly string[];
  readonly doc: string;
  /** What cannot be told where a file lacks the column. Without it, nothing is lost. */
  readonly cost?: string;
  /** For `choice`: the values, each with other spellings. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** For `choice`: words that people write and that could be several of them, with what decides. */
  readonly unclear?: Readonly<Record<string, string>>;
  /** A value that does not fit is dropped with a note; the row is worth more than the cell. Otherwise the row is rejected. */
  readonly lenient?: true;
  /** The field it ends up in, where that has another name: a point of two columns, a token. */
  readonly into?: string;
  /** For tokens and private values: what they stand for. */
  readonly token?: TokenKind;
  /** For private parts of a postal address: which part. */
  readonly part?: 'street' | 'unit' | 'postcode';
}

export interface TableSpec {
  readonly doc: string;
  /** The columns that tell one row from another. */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnSpec>>;
}

/** May stand in any file: from when a changed row holds. */
const KNOWN_FROM = {
  type: 'instant', aliases: ['valid from', 'effective from', 'effective date', 'effective at', 'as of'],
  doc: 'From when this version of the row holds; without it, a changed row holds from its import.',
} as const satisfies ColumnSpec;

const LATITUDE = { type: 'latitude', lenient: true, doc: 'Latitude in degrees, north positive.' } as const;
const LONGITUDE = { type: 'longitude', lenient: true, doc: 'Longitude in degrees, east positive.' } as const;
const COUNTRY = { type: 'country', lenient: true, doc: 'ISO 3166-1 code, `US`; English names are understood.' } as const;
const REGION = { type: 'region', doc: 'ISO 3166-2 code, `US-TX`; `TX` is completed where the country stands beside it.' } as const;

const SHIPPING = {
  ship_street: {
    type: 'private', token: 'address', part: 'street', into: 'ship_address_token',
    aliases: ['shipping street', 'ship to street', 'shipping address', 'ship address', 'delivery address', 'ship to address', 'shipping address 1', 'shipping address line 1', 'delivery street'],
    doc: 'Street and number the laptop was sent to. Becomes a token and is not kept.',
  },
  ship_unit: {
    type: 'private', token: 'address', part: 'unit', into: 'ship_address_token',
    aliases: ['shipping unit', 'ship to unit', 'shipping address 2', 'shipping address line 2', 'ship apt', 'shipping apartment'],
    doc: 'Apartment, suite or room. Becomes part of the token and is not kept.',
  },
  ship_postcode: {
    type: 'private', token: 'address', part: 'postcode', into: 'ship_address_token',
    aliases: ['shipping postcode', 'shipping postal code', 'shipping zip', 'ship zip', 'ship to zip', 'ship to postcode', 'shipping zip code', 'ship postal code'],
    doc: 'Postcode. Becomes part of the token and is not kept.',
  },
  ship_city: { type: 'text', aliases: ['shipping city', 'ship to city', 'delivery city'], doc: 'City the laptop was sent to.', cost: 'a parcel sent to another city than home is not seen' },
  ship_region: { ...REGION, aliases: ['shipping state', 'shipping region', 'ship to state', 'ship state', 'delivery state'], cost: 'a parcel sent to another region than home is not seen' },
  ship_country: { ...COUNTRY, aliases: ['shipping country', 'ship to country', 'delivery country'], cost: 'a parcel sent to another country than home is not seen' },
  ship_lat: { ...LATITUDE, into: 'ship', aliases: ['shipping latitude', 'ship latitude', 'ship to latitude', 'shipping lat'], cost: 'how far the laptop is from where it was sent is told by the town alone, to within 25 km, or not at all' },
  ship_lon: { ...LONGITUDE, into: 'ship', aliases: ['shipping longitude', 'ship longitude', 'ship to longitude', 'shipping lon', 'ship lng', 'shipping lng'], cost: 'how far the laptop is from where it was sent is told by the town alone, to within 25 km, or not at all' },
  ship_address_token: {
    type: 'token', token: 'address', aliases: ['shipping address token', 'ship to token', 'ship address hash', 'shipping address hash'],
    doc: 'Equal values are one door.', cost: 'several laptops sent to one door are not seen',
  },
  shipped_at: { type: 'instant', aliases: ['shipped', 'ship date', 'shipped on', 'shipping date', 'date shipped', 'dispatched at'], doc: 'When the laptop left, UTC.', cost: 'changes after dispatch cannot be told from those before' },
  delivered_at: { type: 'instant', aliases: ['delivered', 'delivery date', 'delivered on', 'date delivered'], doc: 'When the laptop arrived, UTC.', cost: 'a laptop that never appears cannot be told from one still on its way' },
} as const satisfies Readonly<Record<string, ColumnSpec>>;

/** The one description of every file a company hands over; reading, help texts, and the column reference follow from it. */
export const TABLES = {
  people: {
    doc: 'One row a hire; staff of longer standing too, where known.',
    key: ['hire_id'],
    columns: {
      hire_id: {
        type: 'text', required: true, doc: 'The key of a hire everywhere.',
        aliases: ['employee id', 'employee number', 'employee no', 'emp id', 'emp no', 'worker id', 'person id', 'personnel number', 'staff id', 'associate id', 'hire'],
      },
      email: {
        type: 'email', required: true, doc: 'Mail address at the company.',
        aliases: ['e-mail', 'e-mail address', 'email address', 'work email', 'work e-mail', 'work email address', 'company email', 'business email', 'corporate email', 'primary email', 'primary work email', 'mail', 'user principal name', 'upn'],
      },
      start_date: {
        type: 'day', required: true, doc: 'First day of work.',
        aliases: ['start', 'start day', 'hire date', 'hired on', 'date of hire', 'date hired', 'original hire date', 'joining date', 'date of joining', 'join date', 'joined', 'first day', 'employment start date'],
      },
      user_names: {
        type: 'list', doc: 'Account names seen in logs: `jdoe;CORP\\jdoe;S-1-5-21-…`.', cost: 'events that name an account and no mail address belong to nobody',
        aliases: ['user name', 'login', 'logins', 'account', 'accounts', 'account name', 'account names', 'sam account name', 'sam account', 'sam accounts', 'network id', 'user ids', 'user id'],
      },
      display_name: { type: 'text', aliases: ['name', 'full name', 'employee name', 'worker', 'preferred name'], doc: 'Shown to IT staff, to HR and where a reveal was granted; never scored.', cost: 'IT staff and HR are shown an id or a mail address in place of a name' },
      end_date: {
        type: 'day', doc: 'Last day of work.', cost: 'people who left are watched on',
        aliases: ['end', 'termination date', 'last day', 'leave date', 'date of leaving', 'contract end', 'contract end date', 'employment end date'],
      },
      employment: {
        type: 'choice', lenient: true, doc: '`employee` or `contractor`.', cost: 'contractors are compared with employees',
        aliases: ['employment type', 'employee type', 'worker type', 'contract type', 'type of employment'],
        values: {
          employee: ['full time', 'part time', 'fte', 'regular', 'permanent', 'staff', 'w2', 'regular full time', 'temporary', 'intern'],
          contractor: ['contract', 'contingent', 'contingent worker', 'freelancer', 'freelance', 'consultant', 'vendor', 'external', '1099', 'agency'],
        },
      },
      agency: { type: 'text', aliases: ['staffing agency', 'supplier', 'staffing firm', 'vendor'], doc: 'The staffing agency.', cost: 'hires of one agency cannot be looked at together' },
      role: { type: 'text', aliases: ['job title', 'title', 'position', 'job', 'business title'], doc: 'What they were hired for.', cost: 'people cannot be compared with others in the same work' },
      team: { type: 'text', aliases: ['department', 'group', 'org', 'organization', 'organisation', 'business unit', 'cost center'], doc: 'Where they work.', cost: 'permissions for a team do not apply, and leads see no team' },
      manager_email: { type: 'email', lenient: true, aliases: ['manager', 'manager e-mail', 'manager mail', 'supervisor email', 'reports to', 'line manager email'], doc: 'Mail address of the manager.', cost: 'nobody can be named to ask' },
      referred_by: { type: 'text', aliases: ['referrer', 'referral', 'referred by id', 'referrer id', 'referred by hire id'], doc: 'The hire who recommended them, a `hire_id`.', cost: 'chains of recommendations are not seen' },
      work_mode: {
        type: 'choice', lenient: true, aliases: ['work location type', 'location type', 'work arrangement', 'workplace type'], doc: '`remote`, `hybrid` or `office`.', cost: 'office days that are never seen say nothing',
        values: { remote: ['fully remote', 'home', 'home office', 'work from home', 'wfh', 'telework', 'virtual'], hybrid: ['flexible', 'flex', 'mixed'], office: ['on site', 'onsite', 'in office', 'in person'] },
      },
      device_kind: {
        type: 'choice', lenient: true, aliases: ['device type', 'device ownership', 'ownership', 'equipment'], doc: '`company`, `own`, `agency`, `cloud-desktop` or `none`.', cost: 'people without a company laptop look like laptops gone dark',
        values: { company: ['corporate', 'company owned', 'company laptop', 'issued'], own: ['byod', 'personal', 'personally owned'], agency: ['vendor owned'], 'cloud-desktop': ['vdi', 'virtual desktop', 'dev box', 'workspace'], none: ['no device'] },
      },
      home_city: { type: 'text', aliases: ['city', 'home town', 'home address city', 'address city', 'residence city', 'city of residence'], doc: 'Where they say they live; stands for the coordinates where there are none.', cost: 'the city cannot be compared with what the application says' },
      home_region: { ...REGION, aliases: ['state', 'home state', 'home address state', 'home address region', 'address state', 'region', 'province', 'home province', 'state of residence'], cost: 'the region cannot be compared with what the application says' },
      home_country: { ...COUNTRY, aliases: ['country', 'home address country', 'address country', 'country of residence', 'residence country'], cost: 'the country cannot be compared with where connections come from' },
      home_lat: { ...LATITUDE, into: 'home', aliases: ['home latitude', 'lat', 'latitude'], cost: 'how far the laptop is from home is told by the town alone, to within 25 km, or not at all' },
      home_lon: { ...LONGITUDE, into: 'home', aliases: ['home longitude', 'home lng', 'lon', 'lng', 'long', 'longitude'], cost: 'how far the laptop is from home is told by the town alone, to within 25 km, or not at all' },
      time_zone: { type: 'zone', lenient: true, aliases: ['tz', 'timezone', 'home time zone', 'local time zone'], doc: 'IANA zone of home, `America/Chicago`.', cost: 'hours are compared with the zone of the place of the home, where that is known' },
      work_hours: { type: 'hours', lenient: true, aliases: ['working hours', 'hours', 'shift', 'schedule', 'work schedule'], doc: 'Agreed hours on the local clock, `09:00-17:00`, over midnight `22:00-06:00`.', cost: 'agreed night work looks like somebody else at work' },
      household: { type: 'text', aliases: ['household id', 'declared household'], doc: 'Equal values: declared to live together.', cost: 'couples and flatmates look like a shared address' },
      device_serials: {
        type: 'serials', doc: 'Serial numbers of the laptops issued; case and blanks around them do not count.', cost: 'events of a laptop without a name belong to nobody',
        aliases: ['device serial', 'device serial number', 'device serial numbers', 'serial', 'serials', 'serial no', 'serial number', 'serial numbers', 'laptop serial', 'laptop serial number', 'laptop serials', 'laptop serial numbers', 'service tag', 'serial num', 'device s/n', 'laptop s/n', 'laptop serial no', 'laptop service tag', 'computer serial', 'computer serial no', 'computer serial number', 'machine serial', 'machine serial number', 'hardware serial', 'hardware serial number', 'asset serial', 'asset serial no', 'asset serial number', 'asset s/n'],
      },
      ...SHIPPING,
      phone_token: { type: 'token', token: 'phone', aliases: ['phone hash', 'mobile token', 'mobile hash'], doc: 'Equal values are one phone.', cost: 'one phone behind several hires is not seen' },
      bank_token: { type: 'token', token: 'bank', aliases: ['bank account token', 'bank hash', 'account hash', 'iban hash', 'payroll account token'], doc: 'Equal values are one bank account.', cost: 'one bank account behind several hires is not seen' },
      phone: {
        type: 'private', token: 'phone', into: 'phone_token', aliases: ['phone number', 'telephone', 'mobile', 'mobile phone', 'cell', 'cell phone', 'personal phone', 'home phone', 'mobile number'],
        doc: 'Plain phone number. Becomes our token, which wins over `phone_token`, and is not kept.',
      },
      bank_account: { type: 'private', token: 'bank', into: 'bank_token', aliases: ['iban', 'bank account number', 'account number', 'payroll account'], doc: 'Plain account number. Becomes our token, which wins over `bank_token`, and is not kept.' },
    },
  },
  devices: {
    doc: 'One row a laptop and holder; wins over the device columns of people.csv. A laptop passed on has one row for each `assigned_from`.',
    key: ['serial', 'assigned_from'],
    columns: {
      serial: { type: 'serial', required: true, aliases: ['serial number', 'serial no', 'device serial', 'device serial number', 'laptop serial', 'laptop serial number', 'service tag', 'sn', 'serial num', 'device s/n', 'laptop s/n', 'laptop serial no', 'laptop service tag', 'computer serial', 'computer serial no', 'computer serial number', 'machine serial', 'machine serial number', 'hardware serial', 'hardware serial number', 'asset serial', 'asset serial no', 'asset serial number', 'asset s/n'], doc: 'Serial number as the firmware tells it; case and blanks around it do not count.' },
      asset_tag: { type: 'text', aliases: ['asset', 'asset number', 'asset id', 'inventory number', 'asset no'], doc: "The company's own number.", cost: 'a laptop is named by its serial number only' },
      hire_id: { type: 'text', aliases: ['employee id', 'employee number', 'assigned to id', 'holder', 'owner id', 'user employee id', 'assignee', 'worker id'], doc: 'Who holds it; empty for a spare.', cost: 'laptops have no holder' },
      assigned_from: { type: 'instant', aliases: ['assigned', 'assigned at', 'assigned on', 'assigned date', 'checkout date', 'checked out', 'issued', 'issued at', 'issue date'], doc: 'From when they hold it.', cost: 'earlier holders are not known' },
      assigned_to: { type: 'instant', aliases: ['assigned until', 'unassigned at', 'checkin date', 'checked in', 'assignment end'], doc: 'Until when they held it.', cost: 'a laptop passed on has two holders, so nobody' },
      ordered_at: { type: 'instant', aliases: ['ordered', 'order date', 'ordered on', 'purchase date'], doc: 'When it was ordered.', cost: 'an address changed after the order is not seen' },
      tracking: { type: 'text', aliases: ['tracking number', 'tracking id', 'tracking no', 'shipment id', 'waybill'], doc: "The carrier's number.", cost: 'carrier scans cannot be joined' },
      ...SHIPPING,
      returned_at: { type: 'instant', aliases: ['returned', 'return date', 'returned on', 'date returned'], doc: 'When it came back.', cost: 'a returned laptop looks like one gone dark' },
    },
  },
  accounts: {
    doc: 'A directory export: the accounts behind a mail address.',
    key: ['email', 'user_name', 'sid', 'object_id'],
    columns: {
      email: { type: 'email', required: true, aliases: ['e-mail', 'e-mail address', 'email address', 'mail', 'work email', 'user principal name', 'upn', 'primary smtp address'], doc: 'Mail address, as in people.csv.' },
      user_name: { type: 'text', aliases: ['username', 'login', 'account', 'account name', 'sam account name', 'sam account', 'on premises sam account name', 'logon name'], doc: 'Account name, with its domain where there is one.', cost: 'events that name the account belong to nobody' },
      sid: { type: 'text', aliases: ['security identifier', 'on premises security identifier', 'object sid', 'security id'], doc: 'Windows security identifier.', cost: 'events that name the SID belong to nobody' },
      object_id: { type: 'text', aliases: ['id', 'user id', 'entra object id', 'azure ad object id', 'object guid', 'okta id'], doc: "The directory's own id.", cost: 'events that name the object id belong to nobody' },
    },
  },
  places: {
    doc: 'Places the company vouches for.',
    key: ['place_id'],
    columns: {
      place_id: { type: 'text', required: true, aliases: ['id', 'place', 'site id', 'location id', 'site code', 'office id', 'office code'], doc: 'Its key, as in badge events.' },
      name: { type: 'text', aliases: ['place name', 'site', 'site name', 'location', 'location name', 'office', 'office name'], doc: 'What people call it; the key where it is empty.', cost: 'places go by their keys' },
      kind: {
        type: 'choice', required: true, aliases: ['type', 'place type', 'site type', 'location type'], doc: 'What it is.',
        values: {
          office: ['site', 'branch', 'headquarters', 'hq', 'service desk'], 'vpn-egress': ['vpn', 'vpn exit', 'egress', 'proxy'], cowork: ['coworking', 'co working', 'coworking space'],
          campus: ['university', 'school'], 'cloud-desktop': ['vdi', 'virtual desktop', 'cloud pc'], 'carrier-nat': ['nat', 'cgnat', 'carrier grade nat', 'carrier'],
        },
        // Nobody sits in a data centre: as an office it would hide whoever drives laptops from there.
        unclear: Object.fromEntries(['data center', 'data centre', 'hosting', 'colo', 'colocation', 'server room'].map((word) => [word, 'write vpn-egress where people leave by its addresses, cloud-desktop where their desktops run there, and leave the row out otherwise'])),
      },
      cidr: { type: 'blocks', aliases: ['cidrs', 'network', 'networks', 'ip range', 'ip ranges', 'subnet', 'subnets', 'ip', 'ips', 'address block', 'address blocks', 'public ip', 'public ips'], doc: 'Its address blocks.', cost: 'connections from the place look like strangers' },
      lat: { ...LATITUDE, into: 'at', aliases: ['latitude'], cost: 'a laptop near the place looks away from home' },
      lon: { ...LONGITUDE, into: 'at', aliases: ['lng', 'long', 'longitude'], cost: 'a laptop near the place looks away from home' },
      time_zone: { type: 'zone', lenient: true, aliases: ['tz', 'timezone'], doc: 'IANA zone.', cost: 'clocks set to the place look foreign' },
    },
  },
  travel: {
    doc: 'Approved journeys: whole days, both ends.',
    key: ['hire_id', 'from', 'to'],
    columns: {
      hire_id: { type: 'text', required: true, aliases: ['employee id', 'employee number', 'traveller', 'traveler', 'traveller id', 'traveler id', 'worker id', 'person id'], doc: 'Who travels.' },
      from: { type: 'day', required: true, aliases: ['from date', 'start', 'start date', 'departure', 'departure date', 'depart', 'first day', 'trip start'], doc: 'First day away.' },
      to: { type: 'day', required: true, aliases: ['to date', 'end', 'end date', 'return', 'return date', 'until', 'last day', 'trip end'], doc: 'Last day away.' },
      city: { type: 'text', aliases: ['destination', 'destination city', 'to city'], doc: 'Where to.', cost: 'pages cannot name the destination' },
      region: { ...REGION, aliases: ['state', 'destination state', 'destination region', 'province'], cost: 'pages cannot name the destination' },
      country: { ...COUNTRY, aliases: ['destination country', 'to country'], cost: 'a journey abroad does not explain connections from there' },
      lat: { ...LATITUDE, into: 'at', aliases: ['latitude', 'destination latitude'], cost: 'a laptop at the destination looks away from home' },
      lon: { ...LONGITUDE, into: 'at', aliases: ['lng', 'long', 'longitude', 'destination longitude'], cost: 'a laptop at the destination looks away from home' },
      approved_by: { type: 'text', aliases: ['approver', 'approved by email', 'authorised by', 'authorized by'], doc: 'Who approved it.', cost: 'nobody can be asked about the journey' },
    },
  },
  allowed: {
    doc: 'Sanctioned software.',
    key: ['tool', 'scope'],
    columns: {
      tool: { type: 'tool', required: true, aliases: ['software', 'application', 'product', 'tool id', 'app'], doc: 'Catalogue id, `anydesk`.' },
      scope: { type: 'scope', required: true, aliases: ['applies to', 'for', 'who', 'allowed for'], doc: '`all`, `team:NAME` or `hire:ID`.' },
      until: { type: 'day', aliases: ['expires', 'expiry', 'expiry date', 'valid until', 'end', 'end date'], doc: 'Last day. Without it the row is taken and named in every report.', cost: 'permissions never end and are named in every report' },
      owner: { type: 'text', required: true, aliases: ['owned by', 'contact', 'owner email', 'requested by', 'responsible'], doc: 'Who answers for it.' },
      reason: { type: 'text', required: true, aliases: ['why', 'purpose', 'justification', 'business reason', 'comment'], doc: 'What it is needed for.' },
    },
  },
  applications: {
    doc: 'Applications, before the hire.',
    key: ['application_id'],
    columns: {
      application_id: { type: 'text', required: true, aliases: ['application', 'application number', 'application no', 'candidate id', 'applicant id', 'requisition application id'], doc: 'Its key.' },
      hire_id: { type: 'text', aliases: ['employee id', 'employee number', 'hired as', 'worker id'], doc: 'Who they became; empty for people who were not hired.', cost: 'applications cannot be joined to hires' },
      applied_at: { type: 'instant', aliases: ['applied', 'applied on', 'application date', 'date applied', 'submitted', 'submitted at', 'submission date'], doc: 'When they applied, UTC.', cost: 'a run cannot tell what was known by then' },
      email: { type: 'email', lenient: true, aliases: ['e-mail', 'e-mail address', 'email address', 'candidate email', 'personal email', 'applicant email', 'contact email'], doc: 'Mail address given.', cost: 'one address behind several applications is not seen' },
      phone: {
        type: 'private', token: 'phone', aliases: ['phone number', 'telephone', 'mobile', 'mobile phone', 'cell', 'cell phone', 'candidate phone', 'contact phone', 'mobile number'],
        doc: 'Plain phone number. Becomes our token and is not kept.', cost: 'phones cannot be compared with indicators and other files',
      },
      phone_token: { type: 'token', token: 'phone', aliases: ['phone hash', 'mobile token', 'mobile hash'], doc: 'Equal values are one phone.', cost: 'one phone behind several applications is seen only by the plain number' },
      resume_token: { type: 'token', token: 'resume', aliases: ['resume hash', 'cv token', 'cv hash', 'resume id'], doc: 'Equal values are one résumé.', cost: 'the same résumé under several names is seen only by its text' },
      resume_text: {
        type: 'shingles', into: 'resume_shingles', aliases: ['resume', 'cv', 'cv text', 'resume body', 'curriculum vitae'],
        doc: 'The résumé as text. Becomes hashes of runs of five words and is not kept.', cost: 'copied passages are not seen',
      },
      profile_url: { type: 'text', aliases: ['linkedin', 'linkedin url', 'linkedin profile', 'profile', 'profile link'], doc: 'Professional profile.', cost: 'one profile behind several applications is not seen' },
      profile_created: { type: 'day', lenient: true, aliases: ['profile created at', 'profile creation date', 'profile since'], doc: 'When the profile was made.', cost: 'a profile made for this application is not seen' },
      profile_last_changed: { type: 'day', lenient: true, aliases: ['profile changed', 'profile updated', 'profile last updated', 'profile updated at'], doc: 'When the profile last changed.', cost: 'a profile rewritten for this application is not seen' },
      portfolio_url: { type: 'text', aliases: ['portfolio', 'github', 'github url', 'website', 'portfolio link', 'personal website'], doc: 'Portfolio or code.', cost: 'one portfolio behind several applications is not seen' },
      claimed_city: { type: 'text', aliases: ['city', 'candidate city', 'applicant city'], doc: 'Where they say they live.', cost: 'the claim cannot be compared with the address they applied from' },
      claimed_region: { ...REGION, aliases: ['state', 'region', 'province', 'candidate state', 'applicant state'], cost: 'the claim cannot be compared with the address they applied from' },
      claimed_country: { ...COUNTRY, aliases: ['country', 'candidate country', 'applicant country'], cost: 'the claim cannot be compared with the address they applied from' },
      applied_from_ip: { type: 'ip', lenient: true, aliases: ['ip', 'ip address', 'applied ip', 'source ip', 'submission ip', 'applicant ip'], doc: 'Address they applied from.', cost: 'where they applied from is not known' },
      school: { type: 'text', aliases: ['university', 'college', 'institution', 'school name'], doc: 'School named.', cost: 'the education cannot be checked' },
      degree: { type: 'text', aliases: ['degree type', 'qualification'], doc: 'Degree named.', cost: 'the education cannot be checked' },
      major: { type: 'text', aliases: ['field of study', 'discipline', 'subject', 'course'], doc: 'Field of study.', cost: 'a field the school does not teach is not seen' },
      degree_from: { type: 'month', lenient: true, aliases: ['education start', 'degree start', 'school from', 'education from'], doc: 'First month, `2016-09`.', cost: 'dates that fit no term are not seen' },
      degree_to: { type: 'month', lenient: true, aliases: ['education end', 'degree end', 'graduation', 'graduation date', 'graduated', 'school to', 'education to'], doc: 'Last month, `2020-06`.', cost: 'dates that fit no term are not seen' },
      employers: { type: 'list', aliases: ['employment history', 'work history', 'previous employers', 'experience'], doc: '`NAME|FROM|TO`, `;` between.', cost: 'careers that cannot be are not seen' },
      references: { type: 'tokens', token: 'reference', aliases: ['reference tokens', 'referees', 'reference hashes'], doc: 'Tokens of the people named as references.', cost: 'one reference for many applications is not seen' },
      role_applied: { type: 'text', aliases: ['role', 'position', 'job title', 'job', 'requisition', 'applied for'], doc: 'What they applied for.', cost: 'applications for one role cannot be compared' },
      source: { type: 'text', aliases: ['application source', 'candidate source', 'channel', 'sourced from'], doc: 'Where the application came from.', cost: 'applications of one channel cannot be compared' },
    },
  },
  institutions: {
    doc: "The operator's own list; none is shipped.",
    key: ['name', 'kind'],
    columns: {
      name: { type: 'text', required: true, aliases: ['institution', 'school', 'university', 'institution name', 'school name'], doc: 'Its name.' },
      kind: { type: 'choice', required: true, aliases: ['type', 'list'], doc: '`watch` or `school`.', values: { watch: ['watchlist', 'watch list'], school: ['university', 'college'] } },
      note: { type: 'text', aliases: ['notes', 'comment', 'comments', 'remark'], doc: 'Why it is listed.', cost: 'pages cannot say why a name is listed' },
      majors: { type: 'list', aliases: ['fields of study', 'programs', 'programmes', 'subjects', 'major'], doc: 'What it teaches.', cost: 'a field the school does not teach is not seen' },
      term_start_months: { type: 'months', aliases: ['term start', 'term starts', 'start months', 'intake months'], doc: 'Months in which terms begin, 1 to 12.', cost: 'dates that fit no term are not seen' },
      term_end_months: { type: 'months', aliases: ['term end', 'term ends', 'end months', 'graduation months'], doc: 'Months in which terms end, 1 to 12.', cost: 'dates that fit no term are not seen' },
    },
  },
  indicators: {
    doc: 'Received from others, never a verdict.',
    key: ['kind', 'value'],
    columns: {
      kind: {
        type: 'choice', required: true, aliases: ['type', 'indicator type', 'ioc type'], doc: 'What the value is.',
        values: {
          email: ['e-mail', 'email address', 'email addr', 'mail'], phone: ['phone number', 'telephone', 'mobile'], profile: ['profile url', 'linkedin', 'social media'], portfolio: ['portfolio url', 'github', 'website', 'url'],
          resume: ['cv', 'resume text'], address: ['postal address', 'street address', 'shipping address'], ip: ['ip address', 'ipv4', 'ipv6', 'ipv4 addr', 'ipv6 addr', 'ip src', 'ip dst'], tool: ['software'], device: ['serial', 'serial number', 'device serial'],
        },
      },
      value: { type: 'text', required: true, aliases: ['indicator', 'ioc', 'indicator value', 'observable'], doc: 'The value itself; phones and postal addresses become tokens, the text of a résumé hashes of its passages.' },
      source: { type: 'text', aliases: ['from', 'provider', 'feed', 'received from'], doc: 'Who sent it.', cost: 'a match cannot say where it comes from' },
      received: { type: 'day', aliases: ['received on', 'date received', 'first seen', 'added', 'date added'], doc: 'When it came.', cost: 'old indicators weigh like new ones' },
      confidence: { type: 'text', aliases: ['certainty', 'confidence level', 'score'], doc: 'How sure the sender is.', cost: 'pages cannot say how sure the sender is' },
      until: { type: 'day', aliases: ['valid until', 'expires', 'expiry', 'expiry date'], doc: 'Last day it counts.', cost: 'indicators never end' },
      marking: { type: 'text', aliases: ['tlp', 'classification', 'handling'], doc: 'How it may be passed on, `TLP:AMBER`.', cost: 'exports cannot say how it may be passed on' },
      note: { type: 'text', aliases: ['notes', 'comment', 'description'], doc: 'What else is known.', cost: 'pages cannot say what it is about' },
    },
  },
} as const satisfies Readonly<Record<TableKind, TableSpec>>;

export const TABLE_KINDS = Object.keys(TABLES) as readonly TableKind[];

/** A shipping column that such a list often calls by its plain name. */
function plainly(spec: ColumnSpec, ...aliases: readonly string[]): ColumnSpec {
  return { ...spec, aliases: [...spec.aliases, ...aliases] };
}

/** A list of parcels to be sent, or of addresses that somebody keeps: the shipping columns, and whom each parcel is for. */
const ORDERS = {
  doc: 'Parcels to be sent, one row each.',
  key: ['hire_id', 'serial'],
  columns: {
    hire_id: { type: 'text', aliases: TABLES.people.columns.hire_id.aliases, doc: 'Whom it is for.' },
    email: { type: 'email', lenient: true, aliases: TABLES.people.columns.email.aliases, doc: 'Whom it is for, by mail address at the company.' },
    serial: { type: 'text', aliases: TABLES.devices.columns.serial.aliases, doc: 'The laptop.' },
    ...SHIPPING,
    ship_street: plainly(SHIPPING.ship_street, 'street', 'address', 'address 1', 'address line 1', 'street address'),
    ship_unit: plainly(SHIPPING.ship_unit, 'unit', 'apt', 'apartment', 'suite', 'address 2', 'address line 2'),
    ship_postcode: plainly(SHIPPING.ship_postcode, 'postcode', 'postal code', 'zip', 'zip code'),
    ship_city: plainly(SHIPPING.ship_city, 'city', 'town'),
    ship_region: plainly(SHIPPING.ship_region, 'state', 'region', 'province'),
    ship_country: plainly(SHIPPING.ship_country, 'country'),
  },
} as const satisfies TableSpec;

/** Every column a kind of file may have, `known_from` among them. */
export function columnsOf(kind: SheetKind): Readonly<Record<string, ColumnSpec>> {
  return COLUMNS[kind];
}

/** The columns without which a file is refused. */
export function requiredColumns(kind: SheetKind): readonly string[] {
  return Object.entries(columnsOf(kind)).filter(([, spec]) => spec.required).map(([name]) => name);
}

function withKnownFrom(table: TableSpec): Readonly<Record<string, ColumnSpec>> {
  return { ...table.columns, known_from: KNOWN_FROM };
}

const COLUMNS = Object.fromEntries(
  [...TABLE_KINDS.map((kind) => [kind, withKnownFrom(TABLES[kind])] as const), ['orders', ORDERS.columns] as const],
) as Readonly<Record<SheetKind, Readonly<Record<string, ColumnSpec>>>>;
