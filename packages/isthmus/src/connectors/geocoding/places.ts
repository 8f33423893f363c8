// The places the simulated geocoder knows.

export interface Place {
  readonly name: string;
  readonly state?: string;
  readonly country: string;
  readonly code: string;
  readonly postcode: string;
  readonly lat: number;
  readonly lon: number;
  readonly importance: number;
}

const place = (
  name: string,
  country: string,
  code: string,
  postcode: string,
  lat: number,
  lon: number,
  importance: number,
): Place => ({ name, country, code, postcode, lat, lon, importance });

export const places: readonly Place[] = [
  place("Berlin", "Germany", "de", "10117", 52.517, 13.3889, 0.87),
  place("Hamburg", "Germany", "de", "20095", 53.5503, 10.0007, 0.8),
  place("Munich", "Germany", "de", "80331", 48.1371, 11.5754, 0.8),
  place("Cologne", "Germany", "de", "50667", 50.9384, 6.96, 0.75),
  place("Vienna", "Austria", "at", "1010", 48.2084, 16.3725, 0.83),
  place("Zurich", "Switzerland", "ch", "8001", 47.3744, 8.541, 0.78),
  place("Paris", "France", "fr", "75001", 48.8535, 2.3484, 0.9),
  place("Lyon", "France", "fr", "69001", 45.7578, 4.832, 0.74),
  place("London", "United Kingdom", "gb", "SW1A 2DX", 51.5074, -0.1278, 0.91),
  place("Dublin", "Ireland", "ie", "D02", 53.3494, -6.2606, 0.77),
  place("Amsterdam", "Netherlands", "nl", "1012", 52.3731, 4.8925, 0.8),
  place("Brussels", "Belgium", "be", "1000", 50.8466, 4.3517, 0.78),
  place("Copenhagen", "Denmark", "dk", "1050", 55.6867, 12.5701, 0.77),
  place("Stockholm", "Sweden", "se", "111 52", 59.3251, 18.0711, 0.78),
  place("Oslo", "Norway", "no", "0150", 59.9133, 10.739, 0.76),
  place("Helsinki", "Finland", "fi", "00100", 60.1675, 24.9428, 0.75),
  place("Warsaw", "Poland", "pl", "00-001", 52.2337, 21.0714, 0.77),
  place("Prague", "Czechia", "cz", "110 00", 50.0875, 14.4213, 0.78),
  place("Madrid", "Spain", "es", "28013", 40.4168, -3.7036, 0.82),
  place("Lisbon", "Portugal", "pt", "1100", 38.7078, -9.1366, 0.78),
  place("Rome", "Italy", "it", "00184", 41.8933, 12.4829, 0.84),
  place("Athens", "Greece", "gr", "105 57", 37.9756, 23.7348, 0.77),
  place("New York", "United States", "us", "10007", 40.7127, -74.006, 0.92),
  place("San Francisco", "United States", "us", "94103", 37.7793, -122.4193, 0.8),
  place("Toronto", "Canada", "ca", "M5H", 43.6535, -79.3839, 0.79),
  place("Tokyo", "Japan", "jp", "100-0001", 35.6769, 139.7639, 0.86),
  place("Sydney", "Australia", "au", "2000", -33.8698, 151.2083, 0.82),
];
