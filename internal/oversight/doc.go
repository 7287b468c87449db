// Package oversight is the page and the files by which the ministry and the task forces see whether each task force exists
// and works, who may see them, and the daily snapshot behind them. It must not know databases, Telegram's messages, or any
// case: it reads sums that may be shown (internal/tally), through the small interfaces it declares.
package oversight
