package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// file is what the law looks at in one file.
type file struct {
	name    string // path in the module
	room    string
	test    bool
	imports []string
	lines   int
	doc     string   // package comment
	inits   int      // functions named init
	clock   []string // calls such as time.Now, with their line
	changed []string // package variables assigned to, with their line
}

// load reads all Go files of a module.
func load(root fs.FS) ([]file, error) {
	var files []file
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || path.Ext(name) != ".go" {
			return nil
		}
		f, err := read(root, name)
		files = append(files, f)
		return err
	})
	return files, err
}

func read(root fs.FS, name string) (file, error) {
	f := file{name: name, room: path.Dir(name), test: strings.HasSuffix(name, "_test.go")}
	src, err := fs.ReadFile(root, name)
	if err != nil {
		return f, err
	}
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, name, src, parser.ParseComments)
	if err != nil {
		return f, fmt.Errorf("parse %s: %w", name, err)
	}
	f.lines, f.doc = set.File(tree.Pos()).LineCount(), tree.Doc.Text()
	for _, i := range tree.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return f, fmt.Errorf("%s: import %s: %w", name, i.Path.Value, err)
		}
		f.imports = append(f.imports, p)
	}
	at := func(what string, n ast.Node) string {
		return fmt.Sprintf("%s (line %d)", what, set.Position(n.Pos()).Line)
	}
	ast.Inspect(tree, func(n ast.Node) bool { f.look(tree, n, at); return true })
	return f, nil
}

// look notes what a node does.
func (f *file) look(tree *ast.File, n ast.Node, at func(string, ast.Node) string) {
	switch n := n.(type) {
	case *ast.FuncDecl:
		if n.Recv == nil && n.Name.Name == "init" {
			f.inits++
		}
	case *ast.SelectorExpr:
		if p, ok := n.X.(*ast.Ident); ok && p.Obj == nil && p.Name == "time" && asksTime[n.Sel.Name] {
			f.clock = append(f.clock, at("time."+n.Sel.Name, n))
		}
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE {
			return
		}
		for _, left := range n.Lhs {
			if id, ok := left.(*ast.Ident); ok && packageVariable(tree, id) {
				f.changed = append(f.changed, at(id.Name, n))
			}
		}
	case *ast.IncDecStmt:
		if id, ok := n.X.(*ast.Ident); ok && packageVariable(tree, id) {
			f.changed = append(f.changed, at(id.Name, n))
		}
	}
}

// asksTime are the functions of package time that make a result depend on when it runs.
var asksTime = map[string]bool{"Now": true, "Since": true, "Until": true, "Sleep": true, "After": true, "AfterFunc": true,
	"Tick": true, "NewTimer": true, "NewTicker": true}

// packageVariable tells whether a name that is assigned to belongs to the package: declared at the top of this file, or in
// no function of it at all and so in another file.
func packageVariable(tree *ast.File, id *ast.Ident) bool {
	if id.Name == "_" {
		return false
	}
	return id.Obj == nil || tree.Scope.Lookup(id.Name) == id.Obj
}
