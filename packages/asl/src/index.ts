export * from './plugin/index.js';
export { compile } from './compile/compile.js';
export type { Compiled, CompileOptions, Computes } from './compile/options.js';
export { cardinalitiesOf } from './forecast/cardinalities.js';
export { forecastOf } from './forecast/forecast.js';
export { PRICES } from './forecast/prices.js';
export type { Dollars } from './forecast/prices.js';
export type { ChosenCase, Forecast, Forecasted, ForecastLoad, ForeachForecast, QuotaShare } from './forecast/types.js';
