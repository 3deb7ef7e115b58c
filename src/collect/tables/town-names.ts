/**
 * Towns under the names by which people and HR systems know them, where the list of GeoNames has another: names in the
 * language of the place and in English, names until they were changed, parts of a city that stand in addresses instead of
 * it, and the short forms that everybody writes.
 *
 * By country, the name in the list and what it is also called. Sources: GeoNames, alternate names of the same entries (CC BY
 * 4.0, geonames.org); of Queens, the post towns by which the US Postal Service delivers there.
 */
export const OTHER_NAMES: Readonly<Record<string, readonly (readonly [listed: string, ...also: readonly string[]])[]>> = {
  AE: [['Dubai', 'Dubayy']],
  AT: [['Vienna', 'Wien']],
  BE: [['Antwerp', 'Antwerpen', 'Anvers'], ['Brussels', 'Bruxelles', 'Brussel', 'Brüssel'], ['Brugge', 'Bruges'], ['Gent', 'Ghent', 'Gand'], ['Leuven', 'Louvain'], ['Liège', 'Luik', 'Lüttich'], ['Mechelen', 'Malines']],
  BG: [['Sofia', 'Sofiya']],
  BY: [['Minsk', 'Mensk']],
  CA: [['Québec', 'Quebec City', 'Ville de Québec']],
  CH: [['Basel', 'Bâle', 'Basle'], ['Bern', 'Berne'], ['Geneva', 'Genève', 'Genf', 'Ginevra'], ['Luzern', 'Lucerne'], ['Zürich', 'Zurigo']],
  CN: [['Beijing', 'Peking'], ['Guangzhou', 'Canton'], ['Nanjing', 'Nanking'], ['Tianjin', 'Tientsin'], ['Shenyang', 'Mukden']],
  CZ: [['Brno', 'Brünn'], ['Pilsen', 'Plzeň'], ['Prague', 'Praha', 'Prag']],
  DE: [
    ['Braunschweig', 'Brunswick'], ['Frankfurt am Main', 'Frankfurt', 'Frankfurt a. M.', 'Frankfurt a.M.', 'Frankfurt/M', 'Frankfurt/Main', 'Frankfurt Main', 'FFM'], ['Halle (Saale)', 'Halle/Saale', 'Halle a. d. Saale'],
    ['Hannover', 'Hanover'], ['Köln', 'Cologne'], ['Ludwigshafen am Rhein', 'Ludwigshafen'], ['Munich', 'München', 'Muenchen'], ['Nuremberg', 'Nürnberg', 'Nuernberg'], ['Freiburg', 'Freiburg im Breisgau', 'Freiburg i. Br.'], ['Offenbach', 'Offenbach am Main'],
  ],
  DK: [['Copenhagen', 'København', 'Kobenhavn', 'Kopenhagen'], ['Århus', 'Aarhus']],
  EG: [['Alexandria', 'Al Iskandariyah'], ['Cairo', 'Al Qahirah']],
  ES: [['Donostia / San Sebastián', 'San Sebastián', 'Donostia', 'Donostia-San Sebastián'], ['A Coruña', 'La Coruña'], ['Sevilla', 'Seville'], ['Zaragoza', 'Saragossa']],
  FI: [['Helsinki', 'Helsingfors'], ['Turku', 'Åbo']],
  GB: [['Derry', 'Londonderry'], ['Kingston upon Hull', 'Hull'], ['Newcastle upon Tyne', 'Newcastle']],
  GE: [['Tbilisi', 'Tiflis']],
  GR: [['Athens', 'Athina', 'Athínai'], ['Thessaloníki', 'Salonica', 'Saloniki'], ['Piraeus', 'Pireas']],
  IL: [['Tel Aviv', 'Tel Aviv-Yafo', 'Tel-Aviv-Jaffa'], ['Jerusalem', 'Yerushalayim'], ['Haifa', 'Hefa']],
  IN: [
    ['Belagavi', 'Belgaum'], ['Bengaluru', 'Bangalore'], ['Chennai', 'Madras'], ['Gurugram', 'Gurgaon'], ['Hubballi', 'Hubli'], ['Kochi', 'Cochin'], ['Kolkata', 'Calcutta'], ['Mangaluru', 'Mangalore'], ['Mumbai', 'Bombay'], ['Mysuru', 'Mysore'],
    ['Prayagraj', 'Allahabad'], ['Puducherry', 'Pondicherry'], ['Pune', 'Poona'], ['Thiruvananthapuram', 'Trivandrum'], ['Vadodara', 'Baroda'], ['Varanasi', 'Benares'], ['Visakhapatnam', 'Vizag'],
  ],
  IT: [['Florence', 'Firenze'], ['Genoa', 'Genova'], ['Milan', 'Milano'], ['Naples', 'Napoli'], ['Rome', 'Roma'], ['Turin', 'Torino'], ['Venice', 'Venezia']],
  KZ: [['Almaty', 'Alma-Ata'], ['Astana', 'Nur-Sultan']],
  LU: [['Luxembourg', 'Luxemburg', 'Lëtzebuerg']],
  MD: [['Chisinau', 'Kishinev']],
  MM: [['Yangon', 'Rangoon']],
  MX: [['Mexico City', 'Ciudad de México', 'CDMX', 'México D.F.', 'México']],
  NL: [['The Hague', 'Den Haag', "'s-Gravenhage"], ["'s-Hertogenbosch", 'Den Bosch']],
  PH: [['Makati City', 'Makati']],
  PL: [['Gdańsk', 'Danzig'], ['Kraków', 'Cracow', 'Krakau'], ['Poznań', 'Posen'], ['Szczecin', 'Stettin'], ['Warsaw', 'Warszawa', 'Warschau'], ['Wrocław', 'Breslau']],
  PT: [['Lisbon', 'Lisboa'], ['Porto', 'Oporto']],
  RO: [['Bucharest', 'București', 'Bucuresti'], ['Iaşi', 'Jassy'], ['Cluj-Napoca', 'Cluj']],
  RS: [['Belgrade', 'Beograd']],
  RU: [['Moscow', 'Moskva'], ['Saint Petersburg', 'Sankt-Peterburg', 'Sankt Petersburg'], ['Nizhniy Novgorod', 'Nizhny Novgorod'], ['Rostov-on-Don', 'Rostov-na-Donu']],
  SE: [['Gothenburg', 'Göteborg']],
  TR: [['Istanbul', 'İstanbul'], ['İzmir', 'Izmir', 'Smyrna']],
  UA: [
    ['Chernihiv', 'Chernigov'], ['Dnipro', 'Dnepr', 'Dnipropetrovsk'], ['Kharkiv', 'Kharkov'], ['Kyiv', 'Kiev', 'Kyyiv'], ['Lviv', 'Lvov', 'Lwów', 'Lemberg'], ['Odesa', 'Odessa'], ['Vinnytsya', 'Vinnytsia', 'Vinnitsa'], ['Zaporizhzhya', 'Zaporizhia', 'Zaporizhzhia', 'Zaporozhye'],
    ['Mykolayiv', 'Mykolaiv', 'Nikolaev'],
  ],
  US: [
    ['Los Angeles', 'LA', 'L.A.'], ['New York City', 'NYC', 'N.Y.C.', 'New York, New York'], ['Philadelphia', 'Philly'], ['San Francisco', 'SF', 'S.F.', 'San Fran'], ['The Bronx', 'Bronx'], ['Washington', 'DC', 'D.C.', 'Washington DC', 'Washington D.C.'],
    ['Las Vegas', 'Vegas'], ['Indianapolis', 'Indy'],
    ['Queens', 'Flushing', 'Rego Park', 'Kew Gardens', 'Whitestone', 'College Point', 'Ozone Park', 'Richmond Hill', 'Howard Beach', 'Sunnyside', 'Maspeth', 'Middle Village', 'Astoria', 'Jamaica', 'Long Island City', 'Forest Hills', 'Corona', 'Elmhurst', 'Woodside', 'Jackson Heights', 'Ridgewood', 'Far Rockaway', 'Bayside', 'Fresh Meadows', 'Glendale'],
  ],
  VN: [['Hanoi', 'Hà Nội'], ['Ho Chi Minh City', 'Saigon', 'HCMC'], ['Haiphong', 'Hai Phong'], ['Da Nang', 'Danang']],
};
