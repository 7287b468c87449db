package main

import (
	"encoding/json"
	"net"
	"os"
	"regexp"
	"strings"
	"testing"

	"siaga/internal/config"
)

// TestListenersAreOnLoopback holds unless the operator says otherwise.
func TestListenersAreOnLoopback(t *testing.T) {
	t.Parallel()
	n := 0
	for _, f := range config.Fields() {
		if !strings.HasSuffix(f.Name, "LISTEN") {
			continue
		}
		n++
		host, _, err := net.SplitHostPort(f.Default)
		if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
			t.Errorf("%s is %q by default, want loopback", f.Name, f.Default)
		}
	}
	if n < 2 {
		t.Errorf("only %d listeners among the settings", n)
	}
}

// TestDeployFilesFit keeps the unit and the container file in step with the program: their settings exist, no secret stands in them, and
// the switches that keep a story off the disk are set.
func TestDeployFilesFit(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, f := range config.Fields() {
		known[f.Name], known[f.Name+"_FILE"] = true, true
	}
	for file, needs := range map[string][]string{
		"siaga.service":      {"DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "LimitCORE=0", "MemorySwapMax=0", "CapabilityBoundingSet=\n", "LoadCredential=token"},
		"Containerfile":      {"USER 65532", "FROM scratch", "go mod verify", "--read-only", "--cap-drop=all", "core=0", `CMD ["/siaga", "ready"]`},
		"Containerfile.dist": {"USER 65532", "FROM scratch", `CMD ["/siaga", "ready"]`},
		"compose.yaml":       {"read_only: true", "cap_drop: [ALL]", "no-new-privileges", "core: 0", `["CMD", "/siaga", "ready"]`, "stop_grace_period: 15s", "internal: true"},
	} {
		raw, err := os.ReadFile("../../docs/deploy/" + file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		for _, name := range regexp.MustCompile(`SIAGA_[A-Z_]+`).FindAllString(text, -1) {
			if !known[name] {
				t.Errorf("%s sets %s, which is no setting", file, name)
			}
		}
		for _, need := range needs {
			if !strings.Contains(text, need) {
				t.Errorf("%s lacks %q", file, need)
			}
		}
		if regexp.MustCompile(`SIAGA_TELEGRAM_TOKEN=|SIAGA_WEBHOOK_SECRET=`).MatchString(text) {
			t.Errorf("%s holds a secret in clear", file)
		}
	}
}

// TestBillOfMaterials compares what the program says it is made of with go.mod: what is linked stands there with its version.
func TestBillOfMaterials(t *testing.T) {
	t.Parallel()
	got := siaga(t, nil, "", "version", "--sbom")
	if strings.Contains(got.err, errNoBuildInfo.Error()) {
		t.Skip("a test binary without module information")
	}
	var b bill
	if err := json.Unmarshal([]byte(got.out), &b); err != nil || b.Format != "CycloneDX" || b.Metadata.Component.Name != "siaga" {
		t.Fatalf("%v %+v", err, got)
	}
	raw, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	libraries := 0
	for _, c := range b.Components {
		if c.Type != "library" {
			continue
		}
		libraries++
		if !strings.Contains(string(raw), c.Name+" "+c.Version) {
			t.Errorf("%s %s is linked and not in go.mod", c.Name, c.Version)
		}
		if len(c.Properties) != 1 || !strings.HasPrefix(c.Properties[0].Value, "h1:") {
			t.Errorf("%s has no sum", c.Name)
		}
	}
	if libraries < 10 {
		t.Errorf("only %d libraries", libraries)
	}
}
