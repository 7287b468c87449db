package session

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// walkTimeout bounds one page; a large Redis is walked by many.
const walkTimeout = 5 * time.Second

// Walk gives every key that Redis holds, with its value as Redis would write it to a disk and as it gives it to a client: what somebody
// reads who gets at it. It changes nothing.
func Walk(ctx context.Context, client redis.UniversalClient, see func(key string, value []byte)) error {
	if c, ok := client.(*redis.ClusterClient); ok {
		return c.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error { return walk(ctx, node, see) })
	}
	return walk(ctx, client, see)
}

func walk(ctx context.Context, client redis.Cmdable, see func(string, []byte)) error {
	var cursor uint64
	for {
		page, cancel := context.WithTimeout(ctx, walkTimeout)
		keys, next, err := client.Scan(page, cursor, "*", 200).Result()
		for _, key := range keys {
			if err == nil {
				err = valueOf(page, client, key, see)
			}
		}
		cancel()
		if err != nil {
			return fmt.Errorf("walk through Redis: %w", err)
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}

func valueOf(ctx context.Context, client redis.Cmdable, key string, see func(string, []byte)) error {
	dump, err := client.Dump(ctx, key).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil // it has gone meanwhile
	}
	if err != nil {
		return err
	}
	out := bytes.NewBufferString(key + "\n")
	out.Write(dump)
	kind, err := client.Type(ctx, key).Result()
	if err != nil {
		return err
	}
	switch kind {
	case "string":
		value, err := client.Get(ctx, key).Bytes()
		if err != nil && !errors.Is(err, redis.Nil) {
			return err
		}
		out.Write(value)
	case "hash":
		fields, err := client.HGetAll(ctx, key).Result()
		if err != nil {
			return err
		}
		for name, value := range fields {
			fmt.Fprintf(out, "\n%s\n%s", name, value)
		}
	} // of other kinds the dump has all
	see(key, out.Bytes())
	return nil
}

// Control puts a word in clear into Redis for a minute at most; remove takes it away again. A scan that does not find it is blind.
func Control(ctx context.Context, client redis.UniversalClient, word string) (remove func(context.Context) error, err error) {
	key := "siaga:leakscan:" + rand.Text()
	err = client.Set(ctx, key, word, time.Minute).Err()
	return func(ctx context.Context) error { return client.Del(ctx, key).Err() }, err
}
