package main

import (
	"context"
	"errors"
	"fmt"

	"siaga/internal/app"
	"siaga/internal/config"
)

// Doctor checks everything that the service needs.
type Doctor struct{}

// Run prints one line for each check and fails when one of them is bad.
func (Doctor) Run(ctx context.Context, io streams, env environment) error {
	cfg, err := config.Read(env)
	if err != nil {
		return err
	}
	bad := 0
	for _, f := range app.Examine(ctx, cfg) {
		fmt.Fprintf(io.out, "%-5s %-12s %s\n", f.Grade, f.What, f.Sentence)
		if f.Grade == app.Bad {
			bad++
		}
	}
	if bad > 0 {
		return errors.New("not ready: mend the lines marked bad and run siaga doctor again")
	}
	return nil
}
