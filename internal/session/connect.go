package session

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// callTime bounds every command, with waiting for a connection.
const callTime = 300 * time.Millisecond

// ErrAddress says that the address of Redis is not usable; the sentence tells the forms and never repeats it.
var ErrAddress = errors.New("the Redis address is not usable: write redis://host:6379/0, rediss://user:password@host:6379/0 (TLS), " +
	"redis+sentinel://master@host:26379,host:26379/0 or redis+cluster://host:6379,host:6379")

// Options reads an address:
//
//	redis://[user:password@]host[:port][/db]
//	redis+sentinel://[user:password@]master@host[:port],host[:port]…[/db][?sentinel_username=…&sentinel_password=…]
//	redis+cluster://[user:password@]host[:port],host[:port]…
//
// With rediss in place of redis the connections use TLS. Signs such as @ : / ? # in a password are written as %40 and so on.
// Every time limit is set here; nothing is tried again blindly.
func Options(address string) (*redis.UniversalOptions, error) {
	scheme, rest, _ := strings.Cut(address, "://")
	secure, kind, ok := kindOf(scheme)
	if !ok {
		return nil, ErrAddress
	}
	o := limits()
	rest, query, _ := strings.Cut(rest, "?")
	rest, db, _ := strings.Cut(rest, "/")
	if err := errors.Join(setDB(o, kind, db), setHosts(o, kind, rest), setQuery(o, kind, query)); err != nil {
		return nil, ErrAddress // the parts' own errors repeat parts of the address
	}
	if secure {
		o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		if kind == "" {
			o.TLSConfig.ServerName, _, _ = net.SplitHostPort(o.Addrs[0])
		}
	}
	o.IsClusterMode = kind == "cluster"
	return o, nil
}

func kindOf(scheme string) (secure bool, kind string, ok bool) {
	base, kind, _ := strings.Cut(scheme, "+")
	ok = (base == "redis" || base == "rediss") && (kind == "" || kind == "sentinel" || kind == "cluster")
	return base == "rediss", kind, ok && !strings.HasSuffix(scheme, "+")
}

// Connect gives a client for an address, see Options. It does not connect yet.
func Connect(address string) (redis.UniversalClient, error) {
	o, err := Options(address)
	if err != nil {
		return nil, err
	}
	redis.SetLogger(silent{}) // the library would write to the error stream, past our logger and what it strikes out
	return redis.NewUniversalClient(o), nil
}

// silent drops the library's own lines; every failed call is an error here, and counted.
type silent struct{}

// Printf implements the library's logger.
func (silent) Printf(context.Context, string, ...any) {}

// limits has every time limit, because their defaults are seconds long and have changed between minor versions.
func limits() *redis.UniversalOptions {
	return &redis.UniversalOptions{
		ContextTimeoutEnabled: true,
		MaxRetries:            -1,
		DialTimeout:           callTime,
		DialerRetries:         1,
		ReadTimeout:           callTime,
		WriteTimeout:          callTime,
		PoolTimeout:           callTime,
		ConnMaxIdleTime:       5 * time.Minute,
		ConnMaxLifetime:       30 * time.Minute,
		DisableIdentity:       true,
		MaintNotificationsConfig: &maintnotifications.Config{
			Mode: maintnotifications.ModeDisabled,
		},
	}
}

func setDB(o *redis.UniversalOptions, kind, db string) error {
	if db == "" {
		return nil
	}
	n, err := strconv.Atoi(db)
	if err == nil && (n < 0 || kind == "cluster" && n != 0) {
		err = errors.New("no such database")
	}
	o.DB = n
	return err
}

// setHosts reads what stands between :// and the database.
func setHosts(o *redis.UniversalOptions, kind, rest string) error {
	before, hosts := "", rest
	if i := strings.LastIndex(rest, "@"); i >= 0 {
		before, hosts = rest[:i], rest[i+1:]
	}
	port := "6379"
	if kind == "sentinel" {
		port = "26379"
		login, master := "", before
		if i := strings.LastIndex(before, "@"); i >= 0 {
			login, master = before[:i], before[i+1:]
		}
		if master == "" || strings.Contains(master, ":") {
			return errors.New("no name of the master")
		}
		before, o.MasterName = login, master
	}
	for _, host := range strings.Split(hosts, ",") {
		full, err := withPort(host, port)
		if err != nil {
			return err
		}
		o.Addrs = append(o.Addrs, full)
	}
	if kind == "" && len(o.Addrs) > 1 {
		return errors.New("more than one host")
	}
	return setLogin(o, before)
}

func withPort(host, port string) (string, error) {
	u, err := url.Parse("redis://" + host)
	if err != nil {
		return "", err
	}
	if u.Hostname() == "" || u.Host != host {
		return "", errors.New("no host")
	}
	if u.Port() != "" {
		port = u.Port()
	}
	return net.JoinHostPort(u.Hostname(), port), nil
}

func setLogin(o *redis.UniversalOptions, login string) error {
	user, password, _ := strings.Cut(login, ":")
	var err error
	if o.Username, err = url.PathUnescape(user); err != nil {
		return err
	}
	o.Password, err = url.PathUnescape(password)
	return err
}

func setQuery(o *redis.UniversalOptions, kind, query string) error {
	values, err := url.ParseQuery(query)
	if err != nil {
		return err
	}
	for name, value := range values {
		switch {
		case kind == "sentinel" && name == "sentinel_username":
			o.SentinelUsername = value[0]
		case kind == "sentinel" && name == "sentinel_password":
			o.SentinelPassword = value[0]
		default:
			return fmt.Errorf("unknown setting %q", name)
		}
	}
	return nil
}
